--TEST--
An unknown event and a listener of the wrong shape are refused with what was expected
--FILE--
<?php
class Target { private function hidden() {} }
foreach ([
    fn() => Weft\on('errors', fn() => 1),
    fn() => Weft\on('', fn() => 1),
    fn() => Weft\on('error', 'no_such_function'),
    fn() => Weft\on('error', ['Target', 'hidden']),
    fn() => Weft\on('exception', fn($a, $b, $c) => 1),
    fn() => Weft\on('gc', fn($a, $b) => 1),
    fn() => Weft\on('gc', null),
    fn() => Weft\on('gc'),
    fn() => Weft\on([], fn() => 1),
    fn() => Weft\on('GC', fn() => 1)->target,
] as $try) {
    try {
        echo $try(), "\n";
    } catch (Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
?>
--EXPECT--
ValueError: Weft\on(): Argument #1 ($event) must be one of "include", "eval", "error", "exception", "gc", "compile", "interrupt" and "opcode", "errors" given
ValueError: Weft\on(): Argument #1 ($event) must be one of "include", "eval", "error", "exception", "gc", "compile", "interrupt" and "opcode", "" given
TypeError: Weft\on(): Argument #2 ($listener) must be a valid callback, function "no_such_function" not found or invalid function name
TypeError: Weft\on(): Argument #2 ($listener) must be a valid callback, non-static method Target::hidden() cannot be called statically
ValueError: Weft\on(): Argument #2 ($listener) must take at most 2 required parameters for "exception" (Throwable $exception, bool $uncaught), Closure::__invoke() requires 3
ValueError: Weft\on(): Argument #2 ($listener) must take at most one required parameter for "gc" (array $run), Closure::__invoke() requires 2
TypeError: Weft\on(): Argument #2 ($listener) must be a valid callback, no array or string given
ArgumentCountError: Weft\on() expects exactly 2 arguments, 1 given
TypeError: Weft\on(): Argument #1 ($event) must be of type string, array given
gc
