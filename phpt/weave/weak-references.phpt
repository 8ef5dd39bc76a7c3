--TEST--
Nothing keeps objects alive that the original let go
--FILE--
<?php
class O { public $x = 1; function self() { return $this; } }
function weak() { $o = new O; return WeakReference::create($o->self()); }
echo weak()->get() === null ? 'released' : 'kept', "\n";
$map = new WeakMap;
function maps($map) { $o = new O; $map[$o] = 'data'; return count($map); }
echo maps($map), count($map), "\n";
function temporary() { return (new O)->self()->self()->x; }
echo temporary(), "\n";
function reference_count(array $a) { $a[] = 1; return $a; }
$list = [0];
$new = reference_count($list);
echo count($list), count($new), "\n";
$s = str_repeat('ab', 3);
function string_offset($s) { $s[0] = 'X'; return $s; }
echo string_offset($s), $s, "\n";
?>
--EXPECT--
released
10
1
12
Xbababababab
