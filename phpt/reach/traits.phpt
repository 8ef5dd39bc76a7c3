--TEST--
Methods of traits, in the name of the class that uses them
--FILE--
<?php
trait T { function t() {} static function s() {} private function p() {} function q() { $this->p(); } }
trait U { use T; function u() { $this->t(); } }
class A { use T; }
class B { use U { t as protected alias; } function b() { $this->alias(); } }
(new A)->t(); A::s(); (new A)->q(); (new B)->u(); (new B)->b();
echo "\n";
?>
--EXPECT--
[A::t] [A::s] [A::q] [A::p] [B::u] [B::t] [B::b] [B::alias]
