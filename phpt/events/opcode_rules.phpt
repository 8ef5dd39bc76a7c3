--TEST--
A rules file names opcodes: told or skipped; php --ri says which, and that the JIT is off
--INI--
opcache.jit=off
opcache.jit_buffer_size=0
weft.rules={PWD}/files/opcodes.toml
--FILE--
<?php
Weft\on('opcode', function (array $told) use (&$heard) { $heard[] = "$told[opcode] $told[line]"; });
echo @$undefined;
echo strrev("dlot"), PHP_EOL;
echo implode(', ', $heard), "\n";
ob_start();
(new ReflectionExtension('weft'))->info();
preg_match_all('/^(?:Opcodes|JIT).*/m', ob_get_clean(), $found);
echo implode("\n", $found[0]), "\n";
?>
--EXPECTF--
Warning: Undefined variable $undefined in %sopcode_rules.php on line 3
told
ECHO 3, ECHO 4, ECHO 4
Opcodes that rules name => BEGIN_SILENCE (skipped), ZEND_END_SILENCE (skipped), ECHO
JIT => off: a rules file that names opcodes switches it off
