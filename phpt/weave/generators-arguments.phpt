--TEST--
A generator's arguments and surplus arguments
--FILE--
<?php
function g($a, &$b, $c = 'C', ...$rest) { $b = 'set'; yield func_num_args(); yield json_encode(func_get_args()); yield $a . $c . json_encode($rest); }
$b = 1;
foreach (g('A', $b) as $v) { echo $v, ' '; }
echo $b, "\n";
foreach (g('A', $b, 'x', 'y', z: 'Z') as $v) { echo $v, ' '; }
echo "\n";
function surplus() { yield from func_get_args(); }
echo implode(iterator_to_array(surplus(1, 2, 3))), "\n";
class A { function m() { yield $this; yield func_get_args(); } }
foreach ((new A)->m('s') as $v) { echo is_array($v) ? $v[0] : get_class($v); }
echo "\n";
$f = function (...$x) use (&$f) { if ($x) { yield array_shift($x); yield from $f(...$x); } };
echo implode(iterator_to_array($f('p', 'q', 'r'), false)), "\n";
?>
--EXPECT--
2 ["A","set"] AC[] set
4 ["A","set","x","y"] Ax{"0":"y","z":"Z"} 
123
As
pqr
