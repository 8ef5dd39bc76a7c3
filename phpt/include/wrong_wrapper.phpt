--TEST--
A rule that puts a wrapper without callbacks around include is told so
--INI--
weft.rules={PWD}/files/time.toml
--FILE--
<?php
Weft\unhook_all();
echo include __DIR__ . '/files/value.inc', "\n";
?>
--EXPECTF--
weft: %sfiles/time.toml:1: found the wrapper "time" for "include", expected one that runs callbacks, such as "observe"
value
