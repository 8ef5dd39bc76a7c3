--TEST--
The guard follows fibers: what runs in a fiber that a callback has started fires nothing, also later; other fibers are free
--INI--
weft.hook=*
--FILE--
<?php
function target(string $who) { echo "$who|"; }
$kept = null;
$free = new Fiber(function () { target('free'); Fiber::suspend(); target('free'); });
$free->start();
echo "\n";
$hook = Weft\hook('target', function () use (&$kept, $free) {
    echo '>';
    if ($kept === null) {
        $kept = new Fiber(function () { target('inner'); Fiber::suspend(); target('later'); });
        $kept->start();
        $free->resume();
    }
});
target('main');
echo "\n";
$kept->resume();
echo "\n";
target('main');
echo "\n";
$hook->remove();
// Nested callbacks hand on their freedom.
Weft\hook('target', function (Weft\Call $call) { echo '>'; if ($call->arguments[0] === 'main') (new Fiber(function () { target('inner'); }))->start(); }, nested: true);
target('main');
echo "\n";
?>
--EXPECT--
free|
>inner|>free|main|
later|
>main|
>>inner|main|
