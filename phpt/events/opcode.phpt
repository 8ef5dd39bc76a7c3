--TEST--
Opcodes that the configuration names: a listener is told, and what he does stays in him
--INI--
opcache.jit=off
opcache.jit_buffer_size=0
weft.opcodes=ECHO,ZEND_UNSET_VAR
--FILE--
<?php
Weft\on('opcode', function (array $opcode) { print "[{$opcode['opcode']} {$opcode['function']} " . basename($opcode['file']) . ":{$opcode['line']}]"; });
$hook = Weft\on('opcode', function () { throw new Exception('x'); });
function f() { echo "one\n"; }
f();
$hook->remove();
echo "two\n";
echo json_encode(array_column(Weft\hooks(), 'calls'));
?>
--EXPECTF--
[ECHO f opcode.php:4]weft: the before callback for opcode threw Exception: x in %sopcode.php:3
one
[ECHO  opcode.php:7]two
[ECHO  opcode.php:8][2]
