--TEST--
Static closures have no object
--FILE--
<?php
class A {
    public $name = 'object';
    function make() { return [static function () { return isset($this) ? 'this' : 'none'; }, function () { return isset($this) ? $this->name : 'none'; }]; }
}
[$static, $plain] = (new A)->make();
echo $static(), ' ', $plain(), "\n";
var_dump((new ReflectionFunction($static))->isStatic(), (new ReflectionFunction($plain))->isStatic());
echo (static fn () => isset($this) ? 'this' : 'none')(), "\n";
?>
--EXPECT--
none object
bool(true)
bool(false)
none
