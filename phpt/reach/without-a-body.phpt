--TEST--
What has no body is not woven, what implements it is
--FILE--
<?php
interface I { function i(); static function s(); }
abstract class A implements I { abstract function a(); function i() {} }
class B extends A { function a() {} static function s() {} }
$b = new B; $b->a(); $b->i(); B::s();
echo "\n";
?>
--EXPECT--
[B::a] [A::i] [B::s]
