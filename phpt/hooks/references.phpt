--TEST--
References stay references: elements, properties, globals, variadic ones, and those that callbacks keep
--INI--
weft.hook=*
--FILE--
<?php
function &ref(array &$a, $k) { return $a[$k]; }
$arr = ['x' => 1];
Weft\hook('ref', function (Weft\Call $c) { $c->arguments['k'] = 'x'; }, function (Weft\Call $c) { echo json_encode($c->result); });
$r = &ref($arr, 'y'); $r = 5; echo json_encode($arr), "\n";
Weft\unhook_all();
function three(&$a, &$b = null, &...$c) { $a .= 'A'; $b .= 'B'; foreach ($c as $k => &$v) $v .= "[$k]"; }
Weft\hook('three', function (Weft\Call $c) { $c->arguments['b'] = 'given'; });
$x = 'x'; three($x); echo "$x\n";
$y = 'y'; $z = 'z'; $w = 'w'; three($x, $y, $z, w: $w); echo "$x $y $z $w\n";
Weft\unhook_all();
Weft\hook('three', function (Weft\Call $c) { $c->arguments['w'] = 'W'; $c->arguments[2] = 'Z'; });
three($x, $y, $z, w: $w); echo "$x $y $z $w\n";
Weft\unhook_all();
$arr = [3,1,2]; function sorter(array &$a) { sort($a); }
Weft\hook('sorter', after: function (Weft\Call $c) { echo json_encode($c->arguments), "\n"; });
sorter($arr); echo json_encode($arr), "\n";
Weft\unhook_all();
// by-ref foreach + keep the reference in arguments
Weft\hook('sorter', function (Weft\Call $c) { $c->arguments[0][] = 0; });
sorter($arr); echo json_encode($arr), "\n";
Weft\unhook_all();
Weft\hook('sorter', function (Weft\Call $c) { $v = [9, 8]; $c->arguments[0] = &$v; });
sorter($arr); echo json_encode($arr), "\n";
Weft\unhook_all();
// callback grabs a reference to arguments
Weft\hook('sorter', function (Weft\Call $c) { $GLOBALS['keep'] = &$c->arguments; $c->arguments[0] = [2,1]; });
try { sorter($arr); } catch (Throwable $e) { echo get_class($e), $e->getMessage(), "\n"; }
echo json_encode($arr), "\n";
$keep = [1,2,3]; $keep = 'free again';
Weft\unhook_all();
function res(): int { return 1; }
Weft\hook('res', after: function (Weft\Call $c) { $GLOBALS['r2'] = &$c->result; $c->result = 3; });
var_dump(res()); $r2 = 'x';
Weft\unhook_all();
Weft\hook('res', function (Weft\Call $c) { $GLOBALS['r2'] = &$c->result; $c->skip(8); });
var_dump(res());
Weft\unhook_all();
function thrower(): int { throw new Exception('t'); }
Weft\hook('thrower', failed: function (Weft\Call $c) { $GLOBALS['e2'] = &$c->error; $GLOBALS['r3'] = &$c->result; $c->error = null; $c->result = 4; });
var_dump(thrower());
Weft\unhook_all();
// static props & props
class P { public int $i = 1; public readonly array $ro; function __construct() { $this->ro = [1]; } }
function inc(&$v) { $v++; }
$e2 = $r3 = $r2 = 'free';
Weft\hook('res', after: function (Weft\Call $c) { $v = 5; $c->result = &$v; $GLOBALS['kept'][] = $c; }); Weft\hook('res', after: function (Weft\Call $c) { $a = &$c->arguments; $c->result += 10; $v = &$c->error; });
var_dump(res(), res()); foreach ($kept as $call) echo json_encode($call), "\n";
Weft\unhook_all();
$p = new P; Weft\hook('inc', function (Weft\Call $c) { $c->arguments[0] = 41; }); inc($p->i); echo $p->i, "\n";
$g = 1; inc($GLOBALS['g']); echo $g, "\n"; $q = ['a' => ['b' => 1]]; inc($q['a']['b']); echo json_encode($q), "\n"; inc($undefinedvar); echo $undefinedvar, "\n";
?>
--EXPECT--
1{"x":5}
xA
xAA givenB z[0] w[w]
xAAA givenBB Z[0] W[w]
[[1,2,3]]
[1,2,3]
[0,1,2,3]
[8,9]
[1,2]
int(3)
int(8)
int(4)
int(5)
int(5)
{"class":null,"function":"res","object":null,"arguments":[],"result":5,"error":null,"data":null,"abandoned":false}
{"class":null,"function":"res","object":null,"arguments":[],"result":5,"error":null,"data":null,"abandoned":false}
42
42
{"a":{"b":42}}
42
