--TEST--
Warnings of a callback are logged; the application's error handler and error_get_last() do not see them
--INI--
weft.hook=*
display_errors=1
--FILE--
<?php
set_error_handler(function ($level, $message) { echo "handler: $message\n"; return true; });
function target() { return 'result'; }
Weft\hook('target', function () {
    echo $undefined;
    @file_get_contents('/nothing/here');
    trigger_error('mine', E_USER_NOTICE);
    trigger_error('old', E_USER_DEPRECATED);
});
target();
var_dump(error_get_last());
restore_error_handler();
echo $after;
?>
--EXPECTF--
weft: Warning in the before callback for target: Undefined variable $undefined in %ssandbox_errors.php on line 5
weft: Notice in the before callback for target: mine in %ssandbox_errors.php on line 7
weft: Deprecated in the before callback for target: old in %ssandbox_errors.php on line 8
NULL

Warning: Undefined variable $after in %s on line %d
