--TEST--
Calls 20,000 deep
--FILE--
<?php
function down($n) { return $n === 0 ? 0 : 1 + down($n - 1); }
function is_even($n) { return $n === 0 ? true : is_odd($n - 1); }
function is_odd($n) { return $n === 0 ? false : is_even($n - 1); }
class A { public $max = 0; function m($n) { $this->max = max($this->max, $n); return $n ? $this->m($n - 1) + 1 : 0; } static function s($n) { return $n ? static::s($n - 1) + 1 : 0; } }
echo down(20000), "\n";
var_dump(is_even(20000));
echo (new A)->m(20000), ' ', A::s(20000), "\n";
$ack = function ($m, $n) use (&$ack) { return $m == 0 ? $n + 1 : ($n == 0 ? $ack($m - 1, 1) : $ack($m - 1, $ack($m, $n - 1))); };
echo $ack(2, 9), "\n";
function thrown($n) { if ($n == 0) { throw new Exception('from the depth'); } try { thrown($n - 1); } finally { $GLOBALS['finally'] = ($GLOBALS['finally'] ?? 0) + 1; } }
try { thrown(5000); } catch (Exception $e) { echo $e->getMessage(), ' ', $finally, ' ', count($e->getTrace()) >= 5000 ? 'deep' : 'flat', "\n"; }
?>
--EXPECT--
20000
bool(true)
20000 20000
21
from the depth 5000 deep
