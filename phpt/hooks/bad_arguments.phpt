--TEST--
Weft\hook() says what it found and what it expected
--INI--
weft.hook=*
--FILE--
<?php
class Target { private function hidden() { } function two($a, $b) { } }
foreach ([
    fn() => Weft\hook(),
    fn() => Weft\hook(1.5, 'phpinfo', 'phpinfo', 'phpinfo', 0, false, false, null, null, 10),
    fn() => Weft\hook([]),
    fn() => Weft\hook('target'),
    fn() => Weft\hook('', fn() => 1),
    fn() => Weft\hook('App::', fn() => 1),
    fn() => Weft\hook('App\\\\f', fn() => 1),
    fn() => Weft\hook('!f', fn() => 1),
    fn() => Weft\hook('f', 'no_such_function'),
    fn() => Weft\hook('f', after: ['Target', 'hidden']),
    fn() => Weft\hook('f', failed: [1, 2, 3]),
    fn() => Weft\hook('f', before: [new Target, 'two']),
    fn() => Weft\hook('f', resumed: 'no_such_function'),
    fn() => Weft\hook('f', fn() => 1, priority: 'high'),
    fn() => Weft\hook('f', fn() => 1, readonly: []),
    fn() => Weft\hook('f', fn() => 1, nothing: 1),
    fn() => Weft\hook(strlen(...), fn() => 1),
] as $try) {
    try { $try(); echo "none\n"; } catch (Throwable $e) { echo $e::class, ': ', $e->getMessage(), "\n"; }
}
echo count(Weft\hooks()), "\n";
?>
--EXPECT--
ArgumentCountError: Weft\hook() expects at least 1 argument, 0 given
ArgumentCountError: Weft\hook() expects at most 9 arguments, 10 given
TypeError: Weft\hook(): Argument #1 ($target) must be of type Closure|string, array given
ValueError: Weft\hook(): found no callback, expected at least one of $before, $after, $failed, $yielded and $resumed
ValueError: Weft\hook(): Argument #1 ($target) is no pattern: column 1: found the end, expected a pattern such as "strlen", "App\*" or "PDO::query"
ValueError: Weft\hook(): Argument #1 ($target) is no pattern: column 6: found the end, expected a method or "*"
ValueError: Weft\hook(): Argument #1 ($target) is no pattern: column 5: found "\", expected a name or "*" behind a single "\"
ValueError: Weft\hook(): Argument #1 ($target) is no pattern: column 1: found "!", expected a target: only rules take targets away
TypeError: Weft\hook(): Argument #2 ($before) must be a valid callback or null, function "no_such_function" not found or invalid function name
TypeError: Weft\hook(): Argument #3 ($after) must be a valid callback or null, non-static method Target::hidden() cannot be called statically
TypeError: Weft\hook(): Argument #4 ($failed) must be a valid callback or null, array callback must have exactly two members
ValueError: Weft\hook(): Argument #2 ($before) must take at most one required parameter, the Weft\Call, Target::two() requires 2
TypeError: Weft\hook(): Argument #9 ($resumed) must be a valid callback or null, function "no_such_function" not found or invalid function name
TypeError: Weft\hook(): Argument #5 ($priority) must be of type int, string given
TypeError: Weft\hook(): Argument #6 ($readonly) must be of type bool, array given
Error: Unknown named parameter $nothing
ValueError: Weft\hook(): Argument #1 ($target) must be a closure of a PHP function, found one of an internal function; give its name instead
0
