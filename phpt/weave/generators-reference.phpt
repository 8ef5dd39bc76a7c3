--TEST--
Generators by reference
--FILE--
<?php
function &each(array &$list) { foreach ($list as $k => &$v) { yield $k => $v; } }
$list = [1, 2, 3];
foreach (each($list) as &$v) { $v *= 10; }
unset($v);
echo implode(',', $list), "\n";
function &variables() { $x = 1; while ($x < 100) { yield $x; } }
foreach (variables() as &$x) { echo $x, ' '; $x *= 5; }
echo "\n";
class A { public $items = ['a' => 1, 'b' => 2]; function &all() { foreach ($this->items as $k => &$v) yield $k => $v; } }
$a = new A;
foreach ($a->all() as $k => &$w) { $w = "$k$w"; }
echo json_encode($a->items), "\n";
function by_value() { yield 1; }
try {
    foreach (by_value() as &$o) { echo $o; }
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
10,20,30
1 5 25 
{"a":"a1","b":"b2"}
You can only iterate a generator by-reference if it declared that it yields by-reference
