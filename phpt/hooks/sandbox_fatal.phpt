--TEST--
A fatal error in a callback ends the request, as PHP has it: logged with the callback and counted; shutdown functions have their handlers and hooks
--INI--
weft.hook=*
--FILE--
<?php
set_error_handler(function ($level, $message) { echo "application: $message\n"; return true; });
function target() { return 'result'; }
function late() { echo "|\n"; }
$hook = Weft\hook('target', function () {
    set_error_handler(function () { echo 'never'; });
    eval('class A extends B { } class B { } final class F { } class G extends F { }');
});
Weft\hook('late', function () { echo '>'; });
register_shutdown_function(function () use ($hook) {
    echo $undefined;
    late();
    echo $hook->stats()['failures'], "\n";
});
target();
echo 'never';
?>
--EXPECTF--
weft: Fatal error in the before callback for target: Class G %s final class %SF%S in %s(7) : eval()'d code on line 1, which ends the request
%AFatal error: Class G %s final class %S
application: Undefined variable $undefined
>|
1
