--TEST--
A fatal error in a function
--FILE--
<?php
register_shutdown_function(function () { echo 'shutdown after: ', error_get_last()['message'] ?? 'nothing', "\n"; });
function fatal() { try { eval('class X extends Y {} class X {}'); } catch (Error $e) { echo get_class($e), "\n"; } final_blow(); }
function final_blow() { eval('interface I { function a(); } class Z implements I { }'); }
fatal();
?>
--EXPECTF--
Fatal error: Cannot %r(declare class X, because the name is already in use|redeclare class X \(previously declared in .+:1\))%r in %sfatal-errors.php(3) : eval()'d code on line 1
shutdown after: Cannot %r(declare class X, because the name is already in use|redeclare class X \(previously declared in .+:1\))%r
