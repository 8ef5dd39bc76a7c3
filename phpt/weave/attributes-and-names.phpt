--TEST--
Names with unusual letters, long names, keywords as names
--FILE--
<?php
function ünïcode($ñ) { return "ü $ñ"; }
class Ключ { function метод() { return __METHOD__; } function list() { return 'list'; } function class() { return 'class'; } static function new() { return 'new'; } function print($echo = 'e') { return $echo; } }
echo ünïcode('ñ'), ' ', (new Ключ)->метод(), (new Ключ)->list(), (new Ключ)->class(), Ключ::new(), (new Ключ)->print(), "\n";
$long = 'f' . str_repeat('o', 5000);
eval("function $long(\$x) { return strlen(__FUNCTION__) . \$x; }");
echo $long('!'), "\n";
$many = implode(',', array_map(fn ($i) => "\$p$i = $i", range(0, 299)));
eval("function many_parameters($many) { return \$p0 + \$p299 + func_num_args(); }");
echo many_parameters(), ' ', many_parameters(...range(1, 300)), ' ', many_parameters(p298: 5), "\n";
$lines = implode("\n", array_map(fn ($i) => "if (\$x == $i) { try { \$y[] = $i; } finally { \$z = $i; } }", range(0, 999)));
eval("function many_lines(\$x) { $lines return [\$y[0] ?? 'none', \$z]; }");
echo json_encode([many_lines(5), many_lines(999)]), "\n";
function MixedCase() { return __FUNCTION__; }
echo mixedcase(), MIXEDCASE(), "\n";
?>
--EXPECT--
ü ñ Ключ::методlistclassnewe
5001!
299 601 598
[[5,5],[999,999]]
MixedCaseMixedCase
