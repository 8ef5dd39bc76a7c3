--TEST--
Calls 20,000 deep with defaults, surplus and variadic arguments, and of closures
--SKIPIF--
<?php
$variant = getenv('WEFT_TEST_VARIANT');
if (str_ends_with($variant, '-call') || $variant === 'loop') {
    die('skip the call join makes such calls on the stack of C');
}
?>
--FILE--
<?php
ini_set('memory_limit', '1G');
$down = function ($n) use (&$down) { return $n === 0 ? 0 : 1 + $down($n - 1); };
echo $down(20000), "\n";
function all(...$n) { return $n[0] ? all($n[0] - 1, 'surplus') + 1 : 0; }
echo all(20000), "\n";
function surplus($n) { return $n ? surplus($n - 1, 'surplus') + 1 : 0; }
echo surplus(20000), "\n";
class A { static function s($n, $x = 'default') { return $n ? static::s($n - 1) + 1 : 0; } }
echo A::s(20000), "\n";
?>
--EXPECT--
20000
20000
20000
20000
