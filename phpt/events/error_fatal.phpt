--TEST--
A listener does not run at a fatal error, behind which no PHP code may; shutdown functions do
--FILE--
<?php
Weft\on('error', fn(int $level, string $message) => print("[$level]\n"));
register_shutdown_function(function () { echo 'shutdown ', error_get_last()['type'], "\n"; echo $undefined; });
function f() {}
eval('function f() {}');
?>
--EXPECTF--
Fatal error: Cannot redeclare %Sf() (previously declared in %s in %s on line 1
shutdown 64

Warning: Undefined variable $undefined in %s on line 3
