--TEST--
Woven functions that a callback calls fire no callbacks, however the callback ends
--INI--
weft.hook=*
error_log=/dev/null
--FILE--
<?php
function target() { echo '|'; }
function other() { echo 'other '; }
function recursive(int $n) { echo $n; if ($n) recursive($n - 1); }
$hook = Weft\hook('*', function () { echo '>'; target(); other(); }, function () { echo '<'; target(); });
target();
echo "\n";
$hook->remove();
$hook = Weft\hook('target', function () { target(); throw new Exception; });
target(); target();
$hook->remove();
echo "\n";
$hook = Weft\hook('target', function () { echo '>'; target(); exit; });
target(); target();
$hook->remove();
echo "\n";
Weft\hook('recursive', function () { echo '>'; }, function () { echo '<'; });
recursive(2);
echo "\n";
?>
--EXPECT--
>|other |<|
||||
>||>||
>2>1>0<<<
