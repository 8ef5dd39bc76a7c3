--TEST--
Parameters by reference
--FILE--
<?php
function add(array &$list, $value) { $list[] = $value; return count($list); }
$list = [1];
echo add($list, 2), add($list, 3), ' ', implode($list), "\n";
function swap(&$a, &$b) { [$a, $b] = [$b, $a]; }
$x = 'x';
$y = 'y';
swap($x, $y);
echo $x, $y, "\n";
function make(&$missing) { $missing ??= 'made'; }
make($new);
make($array['deep']['er']);
$object = new stdClass;
make($object->property);
echo $new, json_encode($array), json_encode($object), "\n";
function optional($a, &$b = 5) { $b++; return $b; }
echo optional(1), ' ';
$n = 10;
echo optional(1, $n), $n, "\n";
class A { public $items = [3, 1, 2]; function sort() { $this->by($this->items); return $this->items; } private function by(array &$items) { sort($items); } }
echo implode((new A)->sort()), "\n";
function alias(&$a, &$b) { $a = 1; $b = 2; return $a; }
$same = 0;
echo alias($same, $same), $same, "\n";
$copy = $list;
array_walk($copy, function (&$v, $k, $add) { $v += $add; }, 100);
echo implode(',', $copy), ' ', implode(',', $list), "\n";
function keep(&$r) { static $kept; $kept = &$r; return function () use (&$kept) { return ++$kept; }; }
$counter = 7;
$up = keep($counter);
echo $up(), $up(), $counter, "\n";
call_user_func_array('add', [&$list, 'by array']);
echo end($list), "\n";
?>
--EXPECT--
23 123
yx
made{"deep":{"er":"made"}}{"property":"made"}
6 1111
123
22
101,102,103 1,2,3
899
by array
