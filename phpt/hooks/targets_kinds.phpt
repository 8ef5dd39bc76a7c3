--TEST--
Methods by interface, abstract class and trait through any depth, aliases of traits, enums, anonymous classes
--INI--
weft.hook=*
--FILE--
<?php
interface I { function f(); static function sf(); }
abstract class A implements I { abstract function g(); function concrete() { } }
class B extends A { function f() { } static function sf() { } function g() { } }
class C extends B { function f() { parent::f(); } }
class D extends C { }
interface J extends I { }
abstract class E implements J { function f() { } static function sf() { } }
class F extends E { function f() { parent::f(); } }
trait T { function tm() { } static function ts() { } abstract function ta(); private function tp() { } function calls() { $this->tp(); } }
trait TT { use T { tm as tmAlias; } }
class U { use TT { ts as protected tsAlias; } function ta() { } static function x() { self::tsAlias(); } }
trait T2 { function shared() { } }
enum Suit: string implements I { use T2; case H = 'h'; function f() { } static function sf() { } function label() { return ucfirst($this->value); } }
$anonymous = new class extends B { function f() { } };
$run = function () use ($anonymous) {
    (new B)->f(); (new C)->f(); (new D)->f(); B::sf(); D::sf(); (new D)->g(); (new F)->f(); F::sf();
    Suit::H->f(); Suit::sf(); Suit::H->label(); Suit::H->shared();
    (new U)->tm(); (new U)->tmAlias(); U::ts(); U::x(); (new U)->ta(); (new U)->calls(); (new D)->concrete(); $anonymous->f();
};
foreach (['I+::f', 'J+::f', 'I+::sf', 'A+::g', 'B+::f', 'E::f', 'E+::f', 'A+::concrete', 'BackedEnum+::f', 'UnitEnum+::label', '*::f',
          'T::tm', 'TT::tmAlias', 'U::tmAlias', 'U::tsAlias', 'T::ts', 'T::tp', 'U::tp', 'T::*', 'U::ta', 'Suit::label', 'T2::shared', 'Suit::shared', 'Suit::*'] as $target) {
    $fired = [];
    $hook = Weft\hook($target, function (Weft\Call $call) use (&$fired) { $fired[] = preg_replace('/@.*/s', '@', $call->class) . "::$call->function"; });
    $run();
    $hook->remove();
    echo "$target: ", implode(' ', $fired), "\n";
}
?>
--EXPECT--
I+::f: B::f C::f B::f C::f B::f F::f E::f Suit::f B@::f
J+::f: F::f E::f
I+::sf: B::sf B::sf E::sf Suit::sf
A+::g: B::g
B+::f: B::f C::f B::f C::f B::f B@::f
E::f: E::f
E+::f: F::f E::f
A+::concrete: A::concrete
BackedEnum+::f: Suit::f
UnitEnum+::label: Suit::label
*::f: B::f C::f B::f C::f B::f F::f E::f Suit::f B@::f
T::tm: U::tm U::tmAlias
TT::tmAlias: U::tm U::tmAlias
U::tmAlias: U::tmAlias
U::tsAlias: U::tsAlias
T::ts: U::ts U::tsAlias
T::tp: U::tp
U::tp: U::tp
T::*: U::tm U::tmAlias U::ts U::tsAlias U::calls U::tp
U::ta: U::ta
Suit::label: Suit::label
T2::shared: Suit::shared
Suit::shared: Suit::shared
Suit::*: Suit::f Suit::sf Suit::label Suit::shared
