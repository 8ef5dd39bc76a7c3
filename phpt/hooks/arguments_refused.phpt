--TEST--
A change that does not fit is refused with a message, and the call goes on as it was
--INI--
weft.hook=*
--FILE--
<?php
interface Shape { }
class Round implements Shape { }
class Target {
    function typed(int $a, ?string $b = null, Shape|array $c = [], self|null $d = null, int|array $e = []) { echo "|\n"; }
    function variadic(int ...$numbers) { echo array_sum($numbers), "|\n"; }
    function plain($a) { echo "|\n"; }
}
$target = new Target;
$try = function (callable $how, string $method, ...$arguments) use ($target) {
    Weft\unhook_all();
    Weft\hook('Target::*', function (Weft\Call $call) use ($how) { $how($call); });
    $target->$method(...$arguments);
};
$try(fn($call) => $call->arguments[0] = 'text', 'typed', 1);
$try(fn($call) => $call->arguments[0] = null, 'typed', 1);
$try(fn($call) => $call->arguments[1] = [], 'typed', 1, 'b');
$try(fn($call) => $call->arguments[2] = new stdClass, 'typed', 1, 'b', []);
$try(fn($call) => $call->arguments[3] = new Round, 'typed', 1);
$try(fn($call) => $call->arguments['d'] = new Round, 'typed', 1);
$try(fn($call) => $call->arguments[4] = new stdClass, 'typed', 1, null, [], null, []);
$try(fn($call) => $call->arguments[5] = 5, 'typed', 1);
$try(fn($call) => $call->arguments['nothing'] = 5, 'typed', 1);
$try(fn($call) => $call->arguments = [], 'typed', 1);
$try(function ($call) { unset($call->arguments[1]); }, 'typed', 1, 'b');
$try(fn($call) => $call->arguments[0] = 'text', 'variadic', 1, 2);
$try(fn($call) => $call->arguments['x'] = 'text', 'variadic', 1, 2);
$try(fn($call) => $call->arguments[7] = 7, 'variadic', 1, 2);
$try(fn($call) => $call->arguments[1] = 7, 'plain', 1);
echo "fits:\n";
$try(fn($call) => $call->arguments[2] = new Round, 'typed', 1);
$try(fn($call) => $call->arguments['d'] = $target, 'typed', 1);
$try(fn($call) => $call->arguments[2] = 7, 'variadic', 1, 2);
?>
--EXPECTF--
weft: a change by the before callback for Target::* is refused: argument #1 ($a) must be of type int, string given
|
weft: a change by the before callback for Target::* is refused: argument #1 ($a) must be of type int, null given
|
weft: a change by the before callback for Target::* is refused: argument #2 ($b) must be of type ?string, array given
|
weft: a change by the before callback for Target::* is refused: argument #3 ($c) must be of type Shape|array, stdClass given
|
weft: a change by the before callback for Target::* is refused: argument #4 ($d) must be of type ?%r(self|Target)%r, Round given
|
weft: a change by the before callback for Target::* is refused: argument $d must be of type ?%r(self|Target)%r, Round given
|
weft: a change by the before callback for Target::* is refused: argument #5 ($e) must be of type array|int, stdClass given
|
weft: a change by the before callback for Target::* is refused: the function has no argument #6, and was not called with one
|
weft: a change by the before callback for Target::* is refused: the function has no parameter $nothing
|
weft: a change by the before callback for Target::* is refused: argument #1 was removed
|
weft: a change by the before callback for Target::* is refused: argument #2 was removed
|
weft: a change by the before callback for Target::* is refused: argument #1 ($numbers) must be of type int, string given
3|
weft: a change by the before callback for Target::* is refused: argument $x must be of type int, string given
3|
weft: a change by the before callback for Target::* is refused: argument 8 was given, but none before it
3|
weft: a change by the before callback for Target::* is refused: the function has no argument #2, and was not called with one
|
fits:
|
|
10|
