--TEST--
A changed result that is an array
--INI--
weft.rules={PWD}/rules/list.toml
--FILE--
<?php
function list_of(): array { return []; }
function &by_reference() { static $x = 'own'; return $x; }
function it(): iterable { return []; }
$l = list_of();
$l[] = 'mine';
echo json_encode($l), json_encode(list_of()), json_encode(it()), "\n";
$r = &by_reference();
$r[] = 'mine';
echo json_encode($r), json_encode(by_reference()), "\n";
function hot(): array { return ['own']; }
for ($i = 0; $i < 20000; $i++) { $all = hot(); $all[] = $i; }
echo json_encode($all), "\n";
?>
--EXPECT--
[1,"two","mine"][1,"two"][1,"two"]
[1,"two","mine"][1,"two"]
[1,"two",19999]
