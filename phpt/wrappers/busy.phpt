--TEST--
A wrapper with loops, jump tables and nested try blocks around all kinds of functions
--INI--
weft.rules={PWD}/rules/busy-f.toml
--FILE--
<?php
function plain($x) { $y = $x . '!'; return $y; }
function switches($x) { switch ($x) { case 'a': return 1; case 'b': return 2; case 'c': return 3; case 'd': return 4; case 'e': return 5; case 'f': return 6; } return match ($x) { 1 => 'one', 2 => 'two', 3 => 'three', 4 => 'four', 5 => 'five', 6 => 'six', default => 'none' }; }
function tries($x) { try { foreach ([1, 2] as $y) { try { if ($x === $y) { return "y$y"; } if ($x === 9) { throw new DomainException('nine'); } } finally { echo "f$y "; } } } catch (LogicException $e) { if ($x === 9) { throw $e; } } finally { echo 'outer '; } return 'end'; }
function gotos($n) { again: if ($n-- > 0) { goto again; } return $n; }
function &by_reference(&$x) { $x .= '+'; return $x; }
class A { public $v = 1; static $s = 's'; function m($o) { $o->v++; self::$s .= $o->v; return $o->v . self::$s . (fn () => $this->v)(); } }
foreach ([fn () => plain('p'), fn () => switches('c'), fn () => switches(5), fn () => tries(2), fn () => tries(5), fn () => tries(9), fn () => gotos(3), fn () => (new A)->m(new A)] as $f) {
    try {
        echo $f(), "\n";
    } catch (RuntimeException $e) {
        echo $e->getMessage(), "\n";
    }
}
$v = 'v';
$w = &by_reference($v);
$w .= '-';
echo $v, "\n";
?>
--EXPECT--
<DE twelve own finally returned 11 10 deep8> p!
<DE twelve own finally returned 11 10 deep8> 3
<DE twelve own finally returned 11 10 deep8> five
f1 f2 outer <DE twelve own finally returned 11 10 deep8> y2
f1 f2 outer <DE twelve own finally returned 11 10 deep8> end
f1 outer <DE twelve own finally domain 11 10 deep8> nine wrapped
<DE twelve own finally returned 11 10 deep8> -1
<DE twelve own finally returned 11 10 deep8> 2s21
<DE twelve own finally returned 11 10 deep8> v+-
