--TEST--
A before callback reads the path, replaces it for the next one, and a bad one is refused
--INI--
weft.hook=include,eval
--FILE--
<?php
Weft\hook('include', function (Weft\Call $call) { echo "$call->function ", basename($call->arguments[0]), '>'; });
Weft\hook('include', function (Weft\Call $call) { $call->arguments[0] = __DIR__ . '/files/other.inc'; });
Weft\hook('include', function (Weft\Call $call) { echo basename($call->arguments[0]), ' '; });
var_dump(include __DIR__ . '/files/value.inc');
var_dump(include_once __DIR__ . '/files/value.inc');
var_dump(require __DIR__ . '/files/value.inc');
var_dump(require_once __DIR__ . '/files/value.inc');
Weft\unhook_all();

foreach ([['x' => 'named'], [5], [], ['a', 'b']] as $arguments) {
    $hook = Weft\hook('include', function (Weft\Call $call) use ($arguments) { $call->arguments = $arguments; });
    var_dump(include __DIR__ . '/files/value.inc');
    $hook->remove();
}
?>
--EXPECT--
include value.inc>other.inc string(5) "other"
include_once value.inc>other.inc bool(true)
require value.inc>other.inc string(5) "other"
require_once value.inc>other.inc bool(true)
weft: a change by the before callback for include is refused: it has one argument only, #1
string(5) "value"
weft: a change by the before callback for include is refused: argument #1 must be of type string, int given
string(5) "value"
weft: a change by the before callback for include is refused: argument #1 was removed
string(5) "value"
weft: a change by the before callback for include is refused: it has one argument only, #1
string(5) "value"
