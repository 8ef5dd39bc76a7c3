--TEST--
Optional and variadic arguments that were not passed are given by position and by name; all else is refused
--INI--
weft.hook=*
--FILE--
<?php
function o($a = 1, $b = PHP_INT_SIZE, $c = [1], ?array $d = null, int ...$rest) { echo json_encode([$a, $b, $c, $d, $rest, func_get_args()]), "\n"; }
function t($how) { Weft\unhook_all(); Weft\hook('o', $how); }
t(function (Weft\Call $c) { $c->arguments['d'] = [7]; }); o(); o(5); o(b: 3); o(1,2,[3],null,4,5);
t(function (Weft\Call $c) { $c->arguments[2] = 'c'; }); o(); o(d: [1]);
t(function (Weft\Call $c) { $c->arguments['rest'] = 3; }); o(); 
t(function (Weft\Call $c) { $c->arguments[4] = 44; }); o(); o(1,2,3);
t(function (Weft\Call $c) { $c->arguments[4] = 44; $c->arguments[5] = '55'; }); o(1,2,3,[]); o(1,2,3,[],9);
t(function (Weft\Call $c) { $c->arguments[4] = '4x'; }); o(1,2,3,[]);
t(function (Weft\Call $c) { $c->arguments['a'] = 'A'; $c->arguments[0] = 'B'; }); o(1);
t(function (Weft\Call $c) { $c->arguments[0] = 'B'; $c->arguments['a'] = 'A'; }); o(1);
t(function (Weft\Call $c) { $c->arguments[-1] = 'B'; }); o(1);
t(function (Weft\Call $c) { $c->arguments[PHP_INT_MAX] = 1; }); o(1);
t(function (Weft\Call $c) { $c->arguments[''] = 1; }); o(1);
t(function (Weft\Call $c) { $c->arguments["a\0b"] = 1; }); o(1);
t(function (Weft\Call $c) { $c->arguments = [...$c->arguments, 'x' => 1]; }); o(1);
t(function (Weft\Call $c) { foreach ($c->arguments as &$v) $v = 0; }); o(1, 2, [3]);
t(function (Weft\Call $c) { $c->arguments = array_reverse($c->arguments); }); o(1, 2, [3]);
t(function (Weft\Call $c) { array_shift($c->arguments); }); o(1, 2, [3]);
t(function (Weft\Call $c) { $c->arguments = []; }); o(); o(1);
t(function (Weft\Call $c) { $a = &$c->arguments; $a[0] = 'ref'; }); o(1);
t(function (Weft\Call $c) { $c->arguments[0] = new class { function __destruct() { echo "gone\n"; } }; }); o(1); echo "after\n";
t(function (Weft\Call $c) { $c->arguments['A'] = 'case'; }); o(1);
function u(int $a, $b) { return $a + $b; }
Weft\hook('u', function (Weft\Call $c) { $c->arguments['b'] = 10; }); echo u(1, 2), "\n"; echo u(b: 2, a: 5), "\n";
try { u(1); } catch (ArgumentCountError $e) { echo $e->getMessage(), "\n"; }
try { u('x', 1); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
function ua() { return func_get_args(); } Weft\hook('ua', function (Weft\Call $c) { $c->arguments[1] = ['new']; }); echo json_encode(ua(1,2,3)), "\n";
function many($a,$b,$c,$d,$e,$f,$g,$h,$i,$j,$k,$l,$m,$n,$o,$p,$q) { return implode(',', func_get_args()); }
Weft\hook('many', function (Weft\Call $c) { $c->arguments['q'] = 'Q'; $c->arguments['a'] = 'A'; }); echo many(...range(1,17)), "\n";
?>
--EXPECTF--
[1,8,[1],[7],[],[1,8,[1],[7]]]
[5,8,[1],[7],[],[5,8,[1],[7]]]
[1,3,[1],[7],[],[1,3,[1],[7]]]
[1,2,[3],[7],[4,5],[1,2,[3],[7],4,5]]
[1,8,"c",null,[],[1,8,"c"]]
[1,8,"c",[1],[],[1,8,"c",[1]]]
[1,8,[1],null,{"rest":3},[]]
[1,8,[1],null,[44],[]]
[1,2,3,null,[44],[1,2,3]]
[1,2,3,[],[44,55],[1,2,3,[]]]
[1,2,3,[],[44,55],[1,2,3,[],44]]
weft: a change by the before callback for o is refused: argument #5 ($rest) must be of type int, string given
[1,2,3,[],[],[1,2,3,[]]]
["A",8,[1],null,[],["A"]]
["A",8,[1],null,[],["A"]]
weft: a change by the before callback for o is refused: argument #0 ($rest) must be of type int, string given
[1,8,[1],null,[],[1]]
weft: a change by the before callback for o is refused: argument 9223372036854775808 was given, but none before it
[1,8,[1],null,[],[1]]
[1,8,[1],null,{"":1},[1]]
[1,8,[1],null,{"a\u0000b":1},[1]]
[1,8,[1],null,{"x":1},[1]]
[0,0,0,null,[],[0,0,0]]
[[3],2,1,null,[],[[3],2,1]]
weft: a change by the before callback for o is refused: argument #3 was removed
[1,2,[3],null,[],[1,2,[3]]]
[1,8,[1],null,[],[]]
weft: a change by the before callback for o is refused: argument #1 was removed
[1,8,[1],null,[],[1]]
["ref",8,[1],null,[],["ref"]]
[{},8,[1],null,[],[{}]]
gone
after
weft: a change by the before callback for o is refused: argument $A must be of type int, string given
[1,8,[1],null,[],[1]]
11
15
Too few arguments to function u(), 1 passed in %sarguments_optional.php on line 26 and exactly 2 expected
u(): Argument #1 ($a) must be of type int, string given, called in %sarguments_optional.php on line 27
[1,["new"],3]
A,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,Q
