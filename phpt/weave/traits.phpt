--TEST--
Traits: aliases, insteadof, abstract and visibility
--FILE--
<?php
trait Hello { function say() { return 'Hello from ' . __TRAIT__ . ' in ' . __CLASS__ . ' ' . static::class . ' ' . __METHOD__; } abstract function name(); }
trait World { function say() { return 'World'; } private function hidden() { return 'hidden ' . $this->name(); } static function make() { return new self; } }
class A {
    use Hello, World {
        Hello::say insteadof World;
        World::say as protected worldly;
        World::say as saying;
        hidden as public shown;
    }
    function name() { return __CLASS__; }
    function both() { return $this->worldly() . ' ' . $this->hidden(); }
}
class B extends A { use World { say as public; } function name() { return 'B' . parent::name(); } }
$a = A::make();
$b = B::make();
foreach ([$a, $b] as $o) {
    echo get_class($o), ': ', $o->say(), ' / ', $o->saying(), ' / ', $o->shown(), ' / ', $o->both(), "\n";
}
try {
    $a->worldly();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
trait Outer { use World { World::say as worldSay; } function outer() { return $this->worldSay() . $this->say(); } }
class C { use Outer; function name() { return 'C'; } }
echo (new C)->outer(), ' ', implode(',', get_class_methods('C')), "\n";
?>
--EXPECT--
A: Hello from Hello in A A Hello::say / World / hidden A / World hidden A
B: World / World / hidden BA / World hidden BA
Call to protected method A::worldly() from global scope
WorldWorld name,outer,worldSay,say,make
