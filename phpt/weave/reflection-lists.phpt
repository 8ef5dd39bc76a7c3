--TEST--
Reflection lists the methods that were written, and nothing else
--FILE--
<?php
abstract class A { function one() {} private function two() { yield 1; } protected static function three() {} abstract function four(); }
trait T { function shared() { static $n = 1; } }
class B extends A { use T; function four() {} }
foreach (['A', 'B', 'T'] as $class) { echo $class, ': ', implode(',', array_map(fn ($m) => $m->name, (new ReflectionClass($class))->getMethods())), "\n"; }
echo count((new ReflectionClass('A'))->getMethods(ReflectionMethod::IS_PRIVATE)), count((new ReflectionObject(new B))->getMethods()), "\n";
?>
--EXPECTF--
A: one,two,three,four
B: four,%r(one,three,shared|shared,one,three)%r
T: shared
14
