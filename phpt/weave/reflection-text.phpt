--TEST--
A class as a text has the methods that were written, and nothing else
--FILE--
<?php
abstract class A { function one() {} private function two() { yield 1; } protected static function three() {} abstract function four(); }
trait T { function shared() { static $n = 1; } }
class B extends A { use T; function four() {} }
echo substr_count((string) new ReflectionClass('B'), 'Method ['), "\n";
?>
--EXPECT--
4
