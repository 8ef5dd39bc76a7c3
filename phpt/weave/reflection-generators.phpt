--TEST--
Reflection knows a generator
--FILE--
<?php
function g() { yield 1; }
class A { function m() { yield from []; } function n() {} }
foreach ([new ReflectionFunction('g'), new ReflectionMethod('A', 'm'), new ReflectionMethod('A', 'n'), new ReflectionFunction(fn () => yield)] as $r) { echo $r->isGenerator() ? 'generator ' : 'function '; }
$g = (new A)->m();
echo (new ReflectionGenerator($g))->getFunction()->getName(), ' ', (new ReflectionGenerator(g()))->getExecutingLine(), "\n";
?>
--EXPECT--
generator generator function generator m 2
