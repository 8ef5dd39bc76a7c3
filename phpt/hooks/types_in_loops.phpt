--TEST--
Changed types reach code that optimizer and JIT have seen with other ones
--INI--
weft.hook=*
--FILE--
<?php
function add($a, $b) { return $a + $b; }
function text(string $s, int $n) { $r = ''; for ($i = 0; $i < $n; $i++) $r .= $s; return $r; }
function typed(int $n): int { return $n * 2; }
function length($x) { return is_string($x) ? strlen($x) : ($x === null ? -1 : count($x)); }
function run() {
    $sum = 0;
    for ($i = 0; $i < 300; $i++) {
        $sum += add($i, 1) + strlen(text('ab', 2)) + typed($i) + length('four');
    }
    return $sum;
}
for ($i = 0; $i < 5; $i++) $plain = run();
$add = Weft\hook('add', function (Weft\Call $call) { $call->arguments = [$call->arguments[0] + 0.5, '2']; });
$text = Weft\hook('text', function (Weft\Call $call) { $call->arguments[0] .= 'c'; $call->arguments[1] = 3; });
$typed = Weft\hook('typed', function (Weft\Call $call) { $call->arguments[0] = '7'; }, function (Weft\Call $call) { $call->result++; });
$length = Weft\hook('length', function (Weft\Call $call) { static $n = 0; $call->arguments[0] = [null, [1, 2], 'text', [1]][$n++ % 4]; });
for ($i = 0; $i < 5; $i++) var_dump(run());
Weft\unhook_all();
var_dump(run() === $plain);
?>
--EXPECT--
float(53250)
float(53250)
float(53250)
float(53250)
float(53250)
bool(true)
