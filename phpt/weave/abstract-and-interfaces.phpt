--TEST--
What has no body is left alone
--FILE--
<?php
interface Shape { const SIDES = 0; function area(float $scale = 1.0): float; static function unit(): static; }
abstract class Base implements Shape {
    abstract protected function size(): int;
    function area(float $scale = 1.0): float { return $this->size() * $scale; }
    static function unit(): static { return new static; }
}
class Square extends Base { protected function size(): int { return 4; } }
echo Square::unit()->area(), ' ', (new Square)->area(2.5), "\n";
foreach (['size', 'area', 'unit'] as $name) {
    $m = new ReflectionMethod(Base::class, $name);
    echo $m->name, $m->isAbstract() ? ' abstract' : '', ' ', $m->getNumberOfParameters(), "\n";
}
try {
    new Base;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
eval('abstract class Broken implements Shape {}');
try {
    Broken::unit();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
4 10
size abstract 0
area 1
unit 0
Cannot instantiate abstract class Base
Cannot call abstract method Shape::unit()
