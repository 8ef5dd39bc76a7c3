--TEST--
More arguments than parameters
--FILE--
<?php
function none() { return func_num_args() . json_encode(func_get_args()); }
function one($a) { $a = 'changed'; return func_num_args() . json_encode(func_get_args()) . (func_num_args() > 1 ? func_get_arg(1) : ''); }
echo none(), none(1, [2], 'three'), "\n", one(1), one(1, 2, 3), "\n";
class A { function m($x = 'default', $y = null) { return json_encode(func_get_args()); } static function s() { return json_encode(func_get_args()); } function __call($n, $a) { return json_encode(func_get_args()); } }
echo (new A)->m(), (new A)->m(1), (new A)->m(1, 2, 3), A::s('s', 't'), (new A)->other(1, 2), "\n";
$f = function ($p) { return implode(',', func_get_args()); };
echo $f(1, 2, 3), ' ', array_sum(array_map(fn ($x) => count(func_get_args()), [1, 2], [3, 4])), "\n";
class Tracked { function __construct(public $n) {} function __destruct() { echo "-{$this->n} "; } }
function drop($a) { echo 'in '; }
drop(new Tracked(1), new Tracked(2), new Tracked(3));
echo "after\n";
function unpack_all() { return func_get_args(); }
echo json_encode(unpack_all(...range(1, 50))) === json_encode(range(1, 50)) ? 'fifty' : 'lost', "\n";
function temporaries($a) { $x = [$a . 'x', [$a]]; foreach ($x as $v) { foreach ([1, 2] as $w) { $r[] = func_get_arg($w); } } return json_encode($r); }
echo temporaries('p', 'q', 'r'), "\n";
?>
--EXPECT--
0[]3[1,[2],"three"]
1["changed"]3["changed",2,3]2
[][1][1,2,3]["s","t"]["other",[1,2]]
1,2,3 4
in -1 -2 -3 after
fifty
["q","r","q","r"]
