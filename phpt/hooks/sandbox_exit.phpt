--TEST--
exit() in a callback ends the callback, not the request
--INI--
weft.hook=*
--FILE--
<?php
register_shutdown_function(function () { echo "shutdown\n"; });
function target() { echo "|\n"; return 1; }
Weft\hook('target', function () { try { exit(3); } finally { echo "never\n"; } });
Weft\hook('target', function () { echo "next\n"; }, function () { die("text\n"); });
var_dump(target());
echo "end\n";
?>
--EXPECT--
weft: the before callback for target called exit()
next
|
text
weft: the after callback for target called exit()
int(1)
end
shutdown
