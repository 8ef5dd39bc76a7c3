--TEST--
An unknown opcode in the configuration: weft says so and is off
--INI--
weft.opcodes=ECHO,FOO
--FILE--
<?php
echo "runs\n";
var_dump(Weft\hook('f', fn() => 1)->stats()['reason']);
?>
--EXPECT--
weft: weft.opcodes: found "FOO", expected an opcode of this PHP, such as "ECHO"; weft is off
runs
string(86) "weft is off: weft.opcodes: found "FOO", expected an opcode of this PHP, such as "ECHO""
