--TEST--
Woven methods in children, overridden and parent's
--FILE--
<?php
class A { protected $log = []; function a($x) { $this->log[] = "A::a $x"; return $this; } final function end() { return implode(', ', $this->log); } protected function p() { return 'A p'; } static function st() { return static::class; } function __destruct() { echo 'A gone '; } }
class B extends A { function a($x, $y = 'more') { parent::a($x); $this->log[] = "B::a $y"; return $this; } public function p() { return 'B over ' . parent::p(); } }
class C extends B { function a($x, $y = 'c', ...$z) { parent::a($x, $y); $this->log[] = 'C::a ' . count($z); return $this; } function __destruct() { echo 'C gone '; parent::__destruct(); } }
echo (new C)->a(1)->a(2, 3, 4, 5)->end(), "\n";
echo (new C)->p(), ' ', C::st(), "\n";
interface I { static function make(): static; }
abstract class Shape implements I { static function make(): static { return new static; } abstract function area(): float; function twice() { return 2 * $this->area(); } }
class Sq extends Shape { function area(): float { return 4; } }
echo Sq::make()->twice(), "\n";
class Prv { private function x() { return 'private of Prv'; } function call($o) { return $o->x(); } }
class Prv2 extends Prv { public function x() { return 'public of Prv2'; } }
echo (new Prv)->call(new Prv2), ' ', (new Prv2)->x(), "\n";
?>
--EXPECT--
C gone A gone A::a 1, B::a c, C::a 0, A::a 2, B::a 3, C::a 2
C gone A gone B over A p C
8
private of Prv public of Prv2
