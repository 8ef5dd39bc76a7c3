--TEST--
What eval() compiles
--FILE--
<?php
eval('function evaluated() {} class Evaluated { function m() {} } evaluated();');
(new Evaluated)->m();
(eval('return function () {};'))();
eval('echo "no function ";');
function f() { eval('function deep() {} deep();'); }
f();
echo "\n";
?>
--EXPECTF--
[evaluated] [Evaluated::m] [{closure%r[^\]]*%r}] no function [f] [deep]
