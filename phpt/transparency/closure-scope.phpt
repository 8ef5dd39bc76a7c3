--TEST--
Closures keep their scope, their object and their names
--FILE--
<?php
namespace App;
class A {
    private $secret = 'a';
    function bound() { return function () { return $this->secret . __METHOD__ . '|' . __FUNCTION__ . '|' . __CLASS__ . '|' . __LINE__; }; }
    static function unbound() { return static fn () => isset($this) ? 'this' : static::class; }
    function __invoke($x) { return $this->secret . $x; }
}
class B extends A { public $secret = 'b'; }
$bound = (new A)->bound();
$r = new \ReflectionFunction($bound);
echo $r->getClosureScopeClass()->name, ' ', get_class($r->getClosureThis()), ' ', $r->getStartLine(), '-', $r->getEndLine(), ' ', $r->isStatic() ? 'static' : 'bound', "\n";
echo $bound(), "\n", \Closure::bind($bound, new B, A::class)(), "\n", B::unbound()(), "\n";
$r = new \ReflectionFunction(B::unbound());
echo $r->getClosureScopeClass()->name, ' ', var_export($r->getClosureThis(), true), ' ', $r->getClosureCalledClass()->name, "\n";
echo implode(array_map(new A, [1, 2])), ' ', \Closure::fromCallable([new B, '__invoke'])(3), ' ', (new B)->__invoke(...)(4), "\n";
echo (fn () => $this->secret)->call(new B), "\n";
try { \Closure::bind(static fn () => 1, new A)(); } catch (\Error $e) { echo $e->getMessage(); }
?>
--EXPECTF--
App\A App\A 5-5 bound
aApp\{closure%S}|App\{closure%S}|App\A|5
aApp\{closure%S}|App\{closure%S}|App\A|5
App\B
App\A NULL App\B
a1a2 a3 a4
b

Warning: Cannot bind an instance to a static closure in %sclosure-scope.php on line 18
Value of type null is not callable
