--TEST--
The code behind properties, what may write them and what it inherits
--SKIPIF--
<?php if (PHP_VERSION_ID < 80400) die('skip property hooks and lazy objects came with PHP 8.4'); ?>
--FILE--
<?php
interface Named { public string $name { get; } }
abstract class Base implements Named {
    public string $name = 'base' { get => strtoupper($this->name); set(string $value) { if ($value === '') throw new ValueError('empty'); $this->name = trim($value); } }
    abstract public int $count { get; }
    public array $list = [] { &get => $this->list; }
}
final class Child extends Base {
    public string $name = 'child' { get { try { return '<' . parent::$name::get() . '>'; } finally { $this->reads++; } } set { parent::$name::set($value . '!'); } }
    public int $count { get { foreach ([1, 2] as $one) { return $one + $this->reads; } } }
    public private(set) int $reads = 0;
    public protected(set) ?Closure $made = null { get => $this->made ??= fn() => $this->reads; }
}
$child = new Child;
echo $child->name, ' ';
$child->name = ' new ';
echo $child->name, ' ', $child->count, ' ', ($child->made)(), "\n";
$child->list[] = 'x'; $child->list['k'] = 'y';
echo json_encode($child), "\n";
foreach ([fn() => $child->name = '', fn() => $child->reads = 5, fn() => $child->name = [], fn() => $child->count = 1] as $wrong) {
    try { $wrong(); } catch (Error $error) { echo get_class($error), ': ', preg_replace(['/, called.*/', '/^Cannot write to get-only virtual property (.*)/'], ['', 'Property $1 is read-only'], $error->getMessage()), "\n"; }
}
foreach ((new ReflectionProperty('Child', 'name'))->getHooks() as $kind => $hook) echo "$kind {$hook->getName()} {$hook->getNumberOfParameters()}\n";
var_dump(isset($child->name), (new ReflectionProperty($child, 'name'))->getRawValue($child));
?>
--EXPECT--
<CHILD> <NEW !> 3 2
{"name":"<NEW !>","count":4,"list":{"0":"x","k":"y"},"reads":3,"made":{}}
Error: Cannot modify private(set) property Child::$reads from global scope
TypeError: Child::$name::set(): Argument #1 ($value) must be of type string, array given
Error: Property Child::$count is read-only
get $name::get 0
set $name::set 1
bool(true)
string(1) "!"
