--TEST--
The request's memory limit, reached in a callback, ends the request: logged with the callback and counted
--INI--
weft.hook=*
memory_limit=16M
--FILE--
<?php
set_error_handler(function ($level, $message) { echo "application: $message\n"; return true; });
function target() { }
function late() { echo "|\n"; }
$hook = Weft\hook('target', function () { str_repeat('x', 64 << 20); });
Weft\hook('late', function () { echo '>'; });
register_shutdown_function(function () use ($hook) { echo $undefined; late(); echo $hook->stats()['failures'], "\n"; });
target();
echo 'never';
?>
--EXPECTF--
weft: Fatal error in the before callback for target: Allowed memory size of 16777216 bytes exhausted%sin %ssandbox_memory.php on line 5, which ends the request
%AFatal error: Allowed memory size of %S
application: Undefined variable $undefined
>|
1
