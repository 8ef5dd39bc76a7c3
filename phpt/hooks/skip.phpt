--TEST--
A before callback skips the call; hooks around it hear of the result, those behind it of nothing
--INI--
weft.hook=*
--FILE--
<?php
function target(): int { echo '|'; return 1; }
$say = fn(string $text) => function () use ($text) { echo $text; };
Weft\hook('target', $say('a'), function (Weft\Call $call) { echo "A($call->result)"; });
$skipping = Weft\hook('target', function (Weft\Call $call) { echo 'skip'; $call->skip($GLOBALS['result']); }, $say('no'));
Weft\hook('target', $say('b'), $say('B'));
$result = 5;
var_dump(target());
$result = 'text';
var_dump(target());
$skipping->remove();
var_dump(target());

function nothing(): void { echo '|'; }
Weft\hook('nothing', function (Weft\Call $call) { $call->skip(); });
var_dump(nothing());
function never(): never { exit("never\n"); }
Weft\hook('never', function (Weft\Call $call) { $call->skip(); });
never();
?>
--EXPECT--
askipA(5)int(5)
askipweft: a change by the before callback for target is refused: the result must be of type int, string given
b|BnoA(1)int(1)
ab|BA(1)int(1)
NULL
weft: a change by the before callback for never is refused: the function never returns
never
