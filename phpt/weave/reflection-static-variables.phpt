--TEST--
Reflection shows static variables and what a closure holds
--FILE--
<?php
function counter($step = 1) { static $n = 0, $list = []; $n += $step; $list[] = $n; return $n; }
counter(); counter(5);
class A { function m() { static $kept = 'm'; return $kept .= '!'; } }
(new A)->m();
$x = 1; $y = 2;
$f = function () use ($x, &$y) { static $s = 's'; };
foreach ([new ReflectionFunction('counter'), new ReflectionMethod('A', 'm'), new ReflectionFunction($f)] as $r) { echo json_encode($r->getStaticVariables()), "\n"; }
echo json_encode((new ReflectionFunction($f))->getClosureUsedVariables()), "\n";
?>
--EXPECT--
{"n":6,"list":[1,6]}
{"kept":"m!"}
{"x":1,"y":2,"s":"s"}
{"x":1,"y":2}
