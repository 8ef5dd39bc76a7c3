--TEST--
The request's time limit, reached in a callback, ends the request: logged with the callback and counted
--INI--
weft.hook=*
max_execution_time=1
--FILE--
<?php
function target() { }
function late() { echo "|\n"; }
$hook = Weft\hook('target', function () { while (true); });
Weft\hook('late', function () { echo '>'; });
register_shutdown_function(function () use ($hook) { late(); echo $hook->stats()['failures'], "\n"; });
target();
echo 'never';
?>
--EXPECTF--
weft: Fatal error in the before callback for target: Maximum execution time of 1 second exceeded in %ssandbox_time.php on line 4, which ends the request
%AFatal error: Maximum execution time of 1 second exceeded in %S
>|
1
