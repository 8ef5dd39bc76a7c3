--TEST--
Named arguments, also with gaps
--FILE--
<?php
function f($a, $b = 'B', $c = 'C', ...$more) { return "$a $b $c " . json_encode($more) . func_num_args(); }
echo f(a: 1, c: 3), "\n", f(1, c: 3), "\n", f(c: 3, a: 1, b: 2), "\n", f(1, 2, 3, d: 4), "\n";
class P { function __construct(public int $x = 1, public array $y = [self::class], public ?P $z = null) {} static function of(...$named) { return new self(...$named); } }
echo json_encode([new P(y: [2]), P::of(z: new P, x: 5)]), "\n";
function &ref($a = 1, &$b = 2, $c = 3) { $b .= $a . $c; return $b; }
$v = 'v';
ref(b: $v, c: 'c');
echo $v, "\n";
try {
    f(b: 1);
} catch (ArgumentCountError $e) {
    echo preg_replace('/ in .*/', '', $e->getMessage()), "\n";
}
function fixed($a, $b = 2) { return $a . $b; }
try {
    fixed(1, x: 2);
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
try {
    fixed(1, a: 2);
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
echo (fn ($x = 'x', $y = 'y') => $x . $y)(y: 'Y'), ' ', call_user_func('fixed', b: 'b', a: 'a'), ' ', call_user_func_array('fixed', ['b' => 3, 'a' => 4]), "\n";
function gaps($a = 1, $b = PHP_VERSION_ID > 1 ? 'new' : 'old', $c = [1, 2], $d = null) { return json_encode([$a, $b, $c, $d]) . func_num_args(); }
echo gaps(d: 'D'), gaps(c: 'C'), "\n";
?>
--EXPECT--
1 B 3 []3
1 B 3 []3
1 2 3 []3
1 2 3 {"d":4}3
[{"x":1,"y":[2],"z":null},{"x":5,"y":["P"],"z":{"x":1,"y":["P"],"z":null}}]
v1c
f(): Argument #1 ($a) not passed
Unknown named parameter $x
Named parameter $a overwrites previous argument
xY ab 43
[1,"new",[1,2],"D"]4[1,"new","C",null]3
