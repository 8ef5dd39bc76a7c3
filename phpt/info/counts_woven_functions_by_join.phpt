--TEST--
The table counts the functions that this process has woven, by join
--INI--
weft.hook=*
--FILE--
<?php
function spliced() { return 1; }
function called(array $values) { extract($values); return compact('a'); }
$closure = fn() => 2;

ob_start();
(new ReflectionExtension('weft'))->info();
echo preg_match('/^Functions woven.*$/m', ob_get_clean(), $found) ? $found[0] : 'not found';
?>
--EXPECT--
Functions woven in this process => 3 (2 spliced, 1 called)
