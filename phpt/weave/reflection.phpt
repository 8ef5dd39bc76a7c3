--TEST--
Reflection shows what was written
--INI--
error_reporting=8191
--FILE--
<?php
/** The comment of f. */
#[Attribute]
class Mark { function __construct(public $n = 0) {} }
/** Documented. */
#[Mark(5)]
function f(int $a, ?string &$b = null, A|array|Mark ...$rest): ?array { static $s = 1; return null; }
abstract class A {
    /** A method. */
    #[Mark] final protected static function m(#[SensitiveParameter] $x = self::class, int $y = 1 + 1): static { return new static; }
    abstract function none();
    function __toString(): string { return ''; }
    private function g() { yield 1; }
}
function show(ReflectionFunctionAbstract $f) {
    $list = [];
    foreach ($f->getParameters() as $p) {
        $list[] = ($p->getType() ?? '') . ' ' . ($p->isPassedByReference() ? '&' : '') . ($p->isVariadic() ? '...' : '') . $p->name . ($p->isDefaultValueAvailable() ? '=' . var_export($p->getDefaultValue(), true) : '');
    }
    return implode(' ', Reflection::getModifierNames($f instanceof ReflectionMethod ? $f->getModifiers() : 0)) . ' ' . $f->getName() . '(' . implode(', ', $list) . '): ' . $f->getReturnType() . ' required ' . $f->getNumberOfRequiredParameters()
        . ' lines ' . $f->getStartLine() . '-' . $f->getEndLine() . ' ' . basename($f->getFileName()) . ' ' . $f->getDocComment() . ($f->isVariadic() ? ' variadic' : '') . ($f->returnsReference() ? ' &' : '')
        . ' ' . json_encode(array_map(fn ($a) => [$a->getName(), $a->getArguments(), $a->newInstance()->n], $f->getAttributes()));
}
echo str_replace('.phpt', '.php', show(new ReflectionFunction('f'))), "\n";
foreach (['m', 'none', '__toString', 'g'] as $m) { echo show(new ReflectionMethod('A', $m)), "\n"; }
echo implode(',', get_class_methods('A')), ' ', implode(',', get_defined_functions()['user']), "\n";
$c = function ($x) use (&$undefined, $argc) { yield $x; };
echo show(new ReflectionFunction($c)), (new ReflectionFunction($c))->getClosureThis() === null ? ' unbound' : ' bound', "\n";
var_dump(method_exists('A', 'm'), is_callable('A::m'), function_exists('f'), (new ReflectionClass('A'))->hasMethod('g'));
?>
--EXPECTF--
f(int a, ?string &b=NULL, A|Mark|array ...rest): ?array required 1 lines 7-7 reflection.php /** Documented. */ variadic [["Mark",[5],5]]
final protected static m( x='A', int y=2): static required 0 lines 10-10 reflection.php /** A method. */ [["Mark",[],0]]
abstract public none():  required 0 lines 11-11 reflection.php  []
public __toString(): string required 0 lines 12-12 reflection.php  []
private g():  required 0 lines 13-13 reflection.php  []
none,__toString f,show
 {closure%r(:.+reflection\.php:27)?%r}( x):  required 1 lines 27-27 reflection.php  [] unbound
bool(true)
bool(false)
bool(true)
bool(true)
