--TEST--
The application's own exit(), exceptions and errors are none of the sandbox's business
--INI--
weft.hook=*
--FILE--
<?php
set_error_handler(function ($level, $message) { echo "handler: $message\n"; return true; });
function warns() { echo $undefined; throw new Exception('mine'); }
function ends() { exit("exit\n"); }
$out = function () { echo "<\n"; };
Weft\hook('warns', function () { }, $out, $out);
Weft\hook('ends', function () { }, $out, $out);
try { warns(); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
ends();
?>
--EXPECT--
handler: Undefined variable $undefined
<
mine
exit
