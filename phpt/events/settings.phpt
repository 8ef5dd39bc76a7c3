--TEST--
What is wrong with the settings about events is said
--INI--
weft.events=error,warnings
weft.profile_clock=sun
weft.profile_ms=0
weft.opcodes=ECHO:drop
--FILE--
<?php
echo "runs\n";
?>
--EXPECT--
weft: weft.profile_clock: found "sun", expected "wall" or "cpu"; weft is off
weft: weft.profile_ms: found "0", expected at least 1; weft is off
weft: weft.events: found "warnings", expected some of error, exception, gc, compile, interrupt, opcode; weft is off
weft: weft.opcodes: found "ECHO:drop", expected nothing or ":skip" behind the name; weft is off
runs
