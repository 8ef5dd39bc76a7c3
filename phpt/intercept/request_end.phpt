--TEST--
Internal functions whose hooks are in place when the request ends: destructors, output handlers, shutdown functions
--FILE--
<?php
class Last { function __destruct() { echo md5('a'), "\n"; } }
$last = new Last;
Weft\hook('md5', function () { echo '>'; });
Weft\hook('strtoupper', function () { echo 'no output may be made in here'; });
ob_start(fn($text) => strtoupper($text));
echo "text\n";
ob_end_flush();
Weft\unhook_all();
Weft\hook('md5', function () { echo '>'; });
register_shutdown_function(function () { md5('a'); echo "shutdown\n"; });
?>
--EXPECTF--
%ATEXT
>shutdown
>0cc175b9c0f1b6a831c399e269772661
