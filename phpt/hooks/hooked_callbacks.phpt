--TEST--
Functions that are callbacks and have run can be hooked themselves
--INI--
weft.hook=target
--FILE--
<?php
function target() { echo "|\n"; }
/* Not in opcache's memory, so that they are woven in place. */
eval('function callback() { $variable = 1; echo ">$variable"; }
$closure = function (Weft\Call $call) { $length = strlen($call->function); echo "#$length"; };
class Listener { static function heard() { $text = "heard"; echo " $text"; } function __invoke() { echo "!"; } }');
foreach (['callback', $closure, 'Listener::heard', new Listener] as $callback) Weft\hook('target', $callback, $callback);
target(); target();
/* Callbacks that ran are woven themselves: they get other code, and go on as callbacks. */
foreach (['callback', '{closure}', 'Listener::*', '*'] as $pattern) {
    Weft\hook($pattern, function () { static $calls = 0; $a = $b = $c = $d = $e = ++$calls; if ($calls < 0) echo $a, $b, $c, $d, $e; });
    for ($i = 0; $i < 3; $i++) target();
}
callback(); Listener::heard(); echo "\n";
/* One that is running. */
eval('function itself() { echo "<"; Weft\hook("itself", fn() => print("never")); echo ">"; }');
Weft\unhook_all();
Weft\hook('target', 'itself');
target(); target();
?>
--EXPECT--
>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1#6 heard!|
! heard#6>1>1 heard
<>|
<>|
