--TEST--
Callbacks may add, pause, resume and remove hooks, their own too: invocations that have begun go on with what they had
--INI--
weft.hook=*
--FILE--
<?php
function target() { echo '|'; }
$once = Weft\hook('target', function () use (&$once) { echo 'once '; $once->remove(); }, function () { echo 'never '; });
target(); target();
echo "\n";
Weft\hook('target', function () {
    static $added = false;
    if (!$added) Weft\hook('target', function () { echo 'new>'; }, function () { echo '<new'; });
    $added = true;
});
target(); echo ' '; target();
echo "\n";
Weft\unhook_all();
$second = null;
Weft\hook('target', function () use (&$second) { $second->pause(); });
$second = Weft\hook('target', function () { echo 'never'; }, function () { echo 'never'; });
target();
$second->resume();
echo "\n";
Weft\unhook_all();
$outer = Weft\hook('target', function () use (&$outer) { $outer->pause(); $outer->resume(); echo '>'; }, function () { echo 'never '; });
target();
echo "\n";
Weft\hook('target', function () { Weft\unhook_all(); });
target(); target();
echo "\n", count(Weft\hooks()), "\n";
?>
--EXPECT--
once ||
| new>|<new
|
>|
>||
0
