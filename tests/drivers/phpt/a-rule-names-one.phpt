--TEST--
mysqlnd: a rule that names one operation leaves the others alone; * and *::* name none
--INI--
weft.hook=*,*::*
--FILE--
<?php
require __DIR__ . '/mysql.inc';
ob_start();
(new ReflectionExtension('mysqlnd'))->info();
echo preg_match('/Loaded plugins => (.*)/', ob_get_clean(), $found) && !str_contains($found[1], 'weft') ? 'no plugin' : $found[1], "\n";
$db = connect();
$seen = [];
watch('mysqlnd::store_*', $seen);
$db->query('SELECT 1');
$db->query('DO 1');
echo implode("\n", $seen), "\n";
ob_start();
(new ReflectionExtension('mysqlnd'))->info();
echo preg_match('/Loaded plugins => (.*)/', ob_get_clean(), $found) && str_contains($found[1], 'weft') ? 'a plugin' : $found[1], "\n";
?>
--EXPECT--
no plugin
> store_result(SELECT 1)
< store_result 1
a plugin
