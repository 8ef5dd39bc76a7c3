--TEST--
While a callback has suspended its fiber the application's error handler is in force; behind it the callback's warnings are its own again
--INI--
weft.hook=*
--FILE--
<?php
set_error_handler(function ($level, $message) { echo "application: $message\n"; return true; });
function target() { }
Weft\hook('target', function () { echo $one; Fiber::suspend(); echo $two; });
$fiber = new Fiber(function () { target(); echo $in_fiber; });
$fiber->start();
echo $outside;
set_error_handler(function ($level, $message) { echo "second: $message\n"; return true; }, E_WARNING);
$fiber->resume();
echo $behind;
?>
--EXPECTF--
weft: Warning in the before callback for target: Undefined variable $one in %s on line 4
application: Undefined variable $outside
weft: Warning in the before callback for target: Undefined variable $two in %s on line 4
second: Undefined variable $in_fiber
second: Undefined variable $behind
