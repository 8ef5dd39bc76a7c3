--TEST--
A woven function's frame takes little more stack: recursion goes at least half as deep
--INI--
opcache.file_update_protection=0
--FILE--
<?php
function deep(int $n): int { return $n == 0 ? memory_get_usage() : deep($n - 1); }
class A { function deep(int $n, $a = 1, &$b = null): int { $c = $a; return $n == 0 ? memory_get_usage() : $this->deep($n - 1, $c, $b); } }
$calls = 30000;
// Bytes that a level takes without weft, when the optimizer has given temporaries the same places and when it has not.
$optimized = getenv('WEFT_TEST_ENGINE') != 'off';
$a = new A;
foreach (['function' => [deep(...), $optimized ? 123 : 175], 'method' => [$a->deep(...), $optimized ? 175 : 236]] as $name => [$function, $plain]) {
    $function(1);
    $taken = ($function($calls) - $function(0)) / $calls;
    echo $name, ': ', $taken <= 2 * $plain ? 'at most twice' : "$taken bytes", "\n";
}
?>
--EXPECT--
function: at most twice
method: at most twice
