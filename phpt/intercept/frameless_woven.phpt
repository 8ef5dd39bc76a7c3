--TEST--
A hook on a function whose calls PHP compiles without a frame is woven at once where the optimizer does not work such calls out
--INI--
opcache.jit=disable
--FILE--
<?php
function found(string $text) { return preg_match('/b/', $text) . count([class_exists($text, false)]); }
echo found('abc'), "\n";
foreach (['preg_match', 'class_exists'] as $name) {
    Weft\hook($name, function () {});
}
foreach (Weft\hooks() as $hook) {
    echo "$hook[target] $hook[state]\n";
}
echo found('abc'), ' ', implode(' ', array_column(Weft\hooks(), 'calls')), "\n";
?>
--EXPECT--
11
preg_match woven
class_exists woven
11 1 1
