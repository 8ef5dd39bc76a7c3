--TEST--
assert() in woven functions
--INI--
zend.assertions=1
--FILE--
<?php
function positive($x) { assert($x > 0, "not positive: $x"); return $x; }
echo positive(1), "\n";
try { positive(-1); } catch (AssertionError $e) { echo $e->getMessage(), "\n"; }
class A { function m($a) { assert(is_array($a) && count($a) > 1); return count($a); } }
try { (new A)->m([1]); } catch (AssertionError $e) { echo $e->getMessage(), "\n"; }
ini_set('zend.assertions', 0);
echo positive(-5), (new A)->m([]), "\n";
?>
--EXPECT--
1
not positive: -1
assert(is_array($a) && count($a) > 1)
-50
