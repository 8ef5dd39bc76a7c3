--TEST--
An opcode that PHP cannot go on without is not skipped
--INI--
weft.opcodes=ASSIGN:skip
--FILE--
<?php
echo "runs\n";
?>
--EXPECT--
weft: weft.opcodes: found "ASSIGN:skip", expected one that PHP can go on without: BEGIN_SILENCE, END_SILENCE, TICKS, EXT_STMT, EXT_FCALL_BEGIN or EXT_FCALL_END; weft is off
runs
