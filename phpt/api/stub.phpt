--TEST--
stubs/weft.stub.php declares what the extension has
--SKIPIF--
<?php
if (getenv('WEFT_TEST_ENGINE') !== 'off') die('skip once is enough');
?>
--FILE--
<?php
// The stub under another namespace, as PHP itself understands it.
$stub = file_get_contents(__DIR__ . '/../../stubs/weft.stub.php');
$stub = str_replace('namespace Weft;', 'namespace Stub;', $stub);
$stub = preg_replace('/\)(: [?\w]+)? \{\}/', ')$1 { throw new \Error; }', $stub);
eval('?>' . $stub);

$signature = function (ReflectionFunctionAbstract $function): string {
    $parameters = array_map(fn ($p) => trim($p->getType() . ($p->isVariadic() ? ' ...$' : ' $') . $p->getName() . ($p->isOptional() && !$p->isVariadic() ? ' = ' . strtolower(var_export($p->getDefaultValue(), true)) : '')), $function->getParameters());
    return ($function->returnsReference() ? '&' : '') . $function->getShortName() . '(' . implode(', ', $parameters) . '): ' . $function->getReturnType();
};
$describe = function (string $namespace) use ($signature): array {
    $lines = [];
    $known = get_defined_functions();
    foreach ([...$known['internal'], ...$known['user']] as $name) {
        if (str_starts_with($name, strtolower("$namespace\\"))) {
            $lines[] = 'function ' . $signature(new ReflectionFunction($name));
        }
    }
    foreach (get_declared_classes() as $name) {
        if (str_starts_with($name, "$namespace\\")) {
            $class = new ReflectionClass($name);
            $lines[] = implode(' ', Reflection::getModifierNames($class->getModifiers())) . " class {$class->getShortName()} extends " . ($class->getParentClass() ? $class->getParentClass()->name : '');
            foreach ($class->getMethods() as $method) {
                if ($method->class === $name) {
                    $lines[] = "{$class->getShortName()}: " . implode(' ', Reflection::getModifierNames($method->getModifiers())) . ' ' . $signature($method);
                }
            }
            foreach ($class->getProperties() as $property) {
                if ($property->class === $name) {
                    $lines[] = "{$class->getShortName()}: " . implode(' ', Reflection::getModifierNames($property->getModifiers())) . " {$property->getType()} \${$property->getName()}" . ($property->hasDefaultValue() ? ' = ' . var_export($property->getDefaultValue(), true) : '');
                }
            }
        }
    }
    sort($lines);
    return str_replace("$namespace\\", '', $lines);
};
$extension = $describe('Weft');
$stub = $describe('Stub');
foreach (array_diff($extension, $stub) as $line) echo "not in the stub: $line\n";
foreach (array_diff($stub, $extension) as $line) echo "only in the stub: $line\n";
echo count($extension) > 40 ? "compared\n" : "nothing to compare\n";
?>
--EXPECT--
compared
