--TEST--
trigger_error() with E_USER_ERROR ends the callback, not the request
--INI--
weft.hook=*
--FILE--
<?php
function target() { return "result\n"; }
Weft\hook('target', function () { error_reporting(E_ALL & ~E_DEPRECATED); trigger_error('mine', E_USER_ERROR); echo "never\n"; });
$a = target(); $b = target(); echo $a, $b;
?>
--EXPECTF--
weft: Fatal error in the before callback for target: mine in %ssandbox_user_error.php on line 3
weft: the before callback for target was ended by the error
weft: Fatal error in the before callback for target: mine in %ssandbox_user_error.php on line 3
weft: the before callback for target was ended by the error
result
result
