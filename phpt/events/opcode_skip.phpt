--TEST--
@ is silent no more where its opcodes are skipped
--INI--
opcache.jit=off
opcache.jit_buffer_size=0
weft.opcodes=BEGIN_SILENCE:skip,END_SILENCE:skip
--FILE--
<?php
echo @$undefined;
function f() { throw new Exception('x'); }
try { @f(); } catch (Exception) { echo "caught\n"; }
@trigger_error('told', E_USER_NOTICE);
var_dump(error_reporting() === E_ALL);
?>
--EXPECTF--
Warning: Undefined variable $undefined in %sopcode_skip.php on line 2
caught

Notice: told in %sopcode_skip.php on line 5
bool(true)
