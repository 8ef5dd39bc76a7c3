--TEST--
A rules file names opcodes that this PHP has not, or that it cannot go on without: weft says so and is off
--INI--
weft.rules={PWD}/files/bad-opcodes.toml
--FILE--
<?php
echo "runs\n";
?>
--EXPECTF--
weft: %sbad-opcodes.toml:2:17: name: found "FOO", expected an opcode of this PHP, such as "ECHO"; weft is off
weft: %sbad-opcodes.toml:5:8: name: found "echo", expected one that PHP can go on without: BEGIN_SILENCE, END_SILENCE, TICKS, EXT_STMT, EXT_FCALL_BEGIN or EXT_FCALL_END; weft is off
runs
