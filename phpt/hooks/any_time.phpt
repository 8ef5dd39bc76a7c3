--TEST--
A hook works before its target exists, after it is compiled, and after it has run
--INI--
weft.hook=*
--FILE--
<?php
Weft\hook('later', function () { echo '>'; });
Weft\hook('Later::method', function () { echo '>'; });
eval('function later() { echo "later\n"; } class Later { function method() { echo "method\n"; } }');
later();
(new Later)->method();

function compiled() { echo "compiled\n"; }
Weft\hook('compiled', function () { echo '>'; });
compiled();

function ran() { echo "ran\n"; }
for ($i = 0; $i < 3; $i++) {
    if ($i == 1) Weft\hook('ran', function () { echo '>'; });
    ran();
}
?>
--EXPECT--
>later
>method
>compiled
ran
>ran
>ran
