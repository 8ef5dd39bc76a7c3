--TEST--
What a callback throws is logged with its place and dropped; the call and the other callbacks go on
--INI--
weft.hook=*
--FILE--
<?php
set_exception_handler(function () { echo "never\n"; });
function target() { return 'result'; }
$say = fn(string $text) => function () use ($text) { echo "$text\n"; };
$throw = function () { throw new LogicException('boom'); };
$hook = Weft\hook('target', $throw, $throw);
Weft\hook('target', fn() => undefined_function(), $say('after'));
Weft\hook('target', $say('before'), function (Weft\Call $call) { $call->error = $call->result->nothing(); });
var_dump(target());
print_r($hook->stats());
class Loud extends Exception { function __destruct() { throw new Exception('from a destructor'); } }
Weft\unhook_all();
Weft\hook('target', function () { throw new Loud('loud'); });
var_dump(target());
?>
--EXPECTF--
weft: the before callback for target threw LogicException: boom in %ssandbox_exceptions.php:5
weft: the before callback for target threw Error: Call to undefined function undefined_function() in %ssandbox_exceptions.php:7
before
weft: the after callback for target threw Error: Call to a member function nothing() on string in %ssandbox_exceptions.php:8
after
weft: the after callback for target threw LogicException: boom in %ssandbox_exceptions.php:5
string(6) "result"
Array
(
    [state] => woven
    [reason] => 
    [calls] => 2
    [failures] => 2
)
weft: the before callback for target threw Loud: loud in %ssandbox_exceptions.php:13
string(6) "result"
