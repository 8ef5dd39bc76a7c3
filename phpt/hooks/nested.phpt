--TEST--
nested: woven functions that such a callback calls fire callbacks; those of a callback that is not nested do not
--INI--
weft.hook=*
--FILE--
<?php
function target(int $depth = 0) { echo "|$depth"; }
function other() { echo '*'; }
Weft\hook('other', function () { echo '['; }, function () { echo ']'; });
$plain = Weft\hook('target', function () { echo '>'; other(); });
target(); echo "\n";
$plain->remove();
// Its own target, too: how deep is the callback's affair.
$hook = Weft\hook('target', function (Weft\Call $call) { echo '>'; other(); if ($call->arguments[0] < 2) target($call->arguments[0] + 1); }, nested: true);
target(0); echo "\n";
$hook->remove();
// The inner callback guards again; behind it the outer one is as nested as before.
Weft\hook('other', function () { echo '('; target(); echo ')'; });
Weft\hook('target', function () { echo '>'; other(); other(); }, nested: true);
target(); echo "\n";
// What fails in there fails there.
Weft\unhook_all();
$inner = Weft\hook('other', function () { throw new Exception('inner'); });
$outer = Weft\hook('target', function () { other(); echo $undefined; }, nested: true);
set_error_handler(function () { echo 'never'; });
target(); echo "\n";
echo $inner->stats()['failures'], $outer->stats()['failures'], "\n";
echo $application;
?>
--EXPECTF--
>*|0
>[*]>[*]>[*]|2|1|0
>[(|0)*][(|0)*]|0
weft: the before callback for other threw Exception: inner in %snested.php:18
*weft: Warning in the before callback for target: Undefined variable $undefined in %snested.php on line 19
|0
11
never
