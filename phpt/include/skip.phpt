--TEST--
A before callback has a file not be loaded; hooks around it hear of the value
--INI--
weft.hook=include,eval
--FILE--
<?php
Weft\hook('include', fn() => print('a'), fn(Weft\Call $call) => print("A($call->result)"));
$hook = Weft\hook('include', fn(Weft\Call $call) => $call->skip('instead'));
Weft\hook('include', fn() => print('b'), fn() => print('B'));
function f() { return include 'no such file'; }
echo ' ' . f(), "\n";
echo ' ' . strtoupper(include 'no such file'), "\n";
$hook->remove();
echo ' ' . (include __DIR__ . '/files/value.inc'), "\n";
?>
--EXPECT--
aA(instead) instead
aA(instead) INSTEAD
abBA(value) value
