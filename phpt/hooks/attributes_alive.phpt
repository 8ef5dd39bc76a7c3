--TEST--
Attributes of hooked functions and their arguments are whole whenever callbacks look at them
--INI--
weft.hook=*
--FILE--
<?php
#[Attribute(Attribute::TARGET_ALL | Attribute::IS_REPEATABLE)]
class Span {
    function __construct(public string $name, public array $tags = [], public mixed $more = null) { }
}
interface Kept { const VALUE = 'const'; }
class Target {
    #[Span('method', tags: ['a' => self::PREFIX . Kept::VALUE, 'b' => [1, 2.5, null]], more: new ArrayObject([1]))]
    #[Span('second')]
    function method(#[Span('parameter')] #[SensitiveParameter] $secret, #[Span(name: 'optional', tags: [PHP_INT_SIZE])] int $n = 5) { return $n; }
    #[Span('static' . __LINE__)] static function fixed() { return 1; }
    #[Span("invoke")] function __invoke() { return 2; }
    const PREFIX = 'p-';
}
#[Span('function', ['x' => E_NOTICE | E_WARNING])] function plain() { return 3; }
#[Span('generator')] function numbers() { yield 1; }
$closure = #[Span('closure', more: Kept::VALUE)] fn() => 4;
function spans(ReflectionFunctionAbstract $function): array {
    $all = [];
    foreach ([$function, ...$function->getParameters()] as $of) {
        foreach ($of->getAttributes() as $attribute) {
            $arguments = $attribute->getArguments();
            $made = $attribute->getName() === Span::class ? $attribute->newInstance() : null;
            $all[] = json_encode($made ?? $attribute->getName());
        }
    }
    return $all;
}
/* What a tracer does: reads the attributes of what is called, in the callback, and keeps them. */
$kept = [];
$read = function (Weft\Call $call) use (&$kept) {
    $function = match (true) {
        $call->class !== null => new ReflectionMethod($call->class, $call->function),
        str_contains($call->function, '{closure') => new ReflectionFunction($GLOBALS['closure']),
        default => new ReflectionFunction($call->function),
    };
    $kept[] = $function->getAttributes();
    $call->data = spans($function);
};
$done = function (Weft\Call $call) use (&$seen) { $seen[$call->function] = $call->data; };
$run = function () use ($closure) {
    (new Target)->method('secret'); Target::fixed(); (new Target)(); plain(); foreach (numbers() as $_); $closure();
};
$run();
foreach (['Target::*', 'plain', 'numbers', $closure] as $target) Weft\hook($target, $read, $done);
for ($i = 0; $i < 5; $i++) $run();
foreach ($seen as $name => $spans) echo str_contains($name, '{closure') ? 'closure' : $name, ' ', implode(' ', $spans), "\n";
/* Functions that are declared late, and closures of which weft has the only reference beside the variable. */
eval('#[Span("evaluated", ["e" => Target::PREFIX])] function evaluated() { return 5; } $late = #[Span("late")] function () { return 6; };');
Weft\hook('evaluated', $read, $done);
Weft\hook($late, function () use (&$kept, $late) { $kept[] = (new ReflectionFunction($late))->getAttributes(); });
evaluated(); $late();
Weft\unhook_all();
gc_collect_cycles();
foreach ($kept as $attributes) foreach ($attributes as $attribute) $names[] = current($attribute->getArguments());
echo count($names), ' ', implode(' ', array_unique($names)), "\n";
echo implode(' ', spans(new ReflectionMethod('Target', 'method'))), "\n";
?>
--EXPECT--
method {"name":"method","tags":{"a":"p-const","b":[1,2.5,null]},"more":{"0":1}} {"name":"second","tags":[],"more":null} {"name":"parameter","tags":[],"more":null} "SensitiveParameter" {"name":"optional","tags":[8],"more":null}
fixed {"name":"static11","tags":[],"more":null}
__invoke {"name":"invoke","tags":[],"more":null}
plain {"name":"function","tags":{"x":10},"more":null}
numbers {"name":"generator","tags":[],"more":null}
closure {"name":"closure","tags":[],"more":"const"}
37 method second static11 invoke function generator closure evaluated late
{"name":"method","tags":{"a":"p-const","b":[1,2.5,null]},"more":{"0":1}} {"name":"second","tags":[],"more":null} {"name":"parameter","tags":[],"more":null} "SensitiveParameter" {"name":"optional","tags":[8],"more":null}
