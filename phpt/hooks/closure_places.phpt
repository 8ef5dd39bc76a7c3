--TEST--
{closure:FILE:LINE} names the closures that begin there
--INI--
weft.hook={closure}
--FILE--
<?php
$first = function () { return 'first'; };
$second = fn() => 'second'; $third = fn() => 'third';
class Maker { function make() {
    return function () { return 'made'; };
} }
Weft\hook('{closure:closure_places.php:2}', function () { echo '>'; });
Weft\hook('{closure:' . __FILE__ . ':3}', function () { echo ')'; });
$hook = Weft\hook('{closure:other/closure_places.php:2}', function () { echo 'never'; });
Weft\hook('{closure:closure_places.php:5}', function () { echo ']'; });
echo $first(), ' ', $second(), ' ', $third(), ' ', (new Maker)->make()(), "\n";
echo "$hook->target ", $hook->stats()['state'], "\n";
?>
--EXPECT--
>first )second )third ]made
{closure:other/closure_places.php:2} waiting
