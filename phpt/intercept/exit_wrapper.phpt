--TEST--
A rule that puts a wrapper without callbacks around exit is told so where exit is an instruction
--SKIPIF--
<?php if (PHP_VERSION_ID >= 80400) die('skip exit is a function');
--INI--
weft.rules={PWD}/../include/files/exit.toml
--FILE--
<?php
exit("ends\n");
?>
--EXPECTF--
weft: %sfiles/exit.toml:1: found the wrapper "time" for "exit", expected one that runs callbacks, such as "observe"
ends
