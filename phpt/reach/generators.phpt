--TEST--
Generators: when they are called
--FILE--
<?php
function g() { echo "first "; yield 1; echo "last "; }
$g = g();
echo "called ";
foreach ($g as $x) { echo "$x "; }
echo "\n";
(function () { yield 1; })()->current();
class C { function m() { yield from g(); } }
foreach ((new C)->m() as $x) { echo "$x "; }
echo "\n";
?>
--EXPECTF--
[g] called first 1 last 
[{closure%r[^\]]*%r}] [C::m] [g] first 1 last
