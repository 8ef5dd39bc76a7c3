--TEST--
Static variables
--FILE--
<?php
function counter($step = 1) { static $n = 0, $list = []; $n += $step; $list[] = $n; return implode(',', $list); }
counter(); counter(5);
echo counter(), "\n";
class A { function m() { static $n = 0; return ++$n; } static function s() { static $x = ['k' => 1]; $x['k'] *= 2; return $x['k']; } }
class B extends A {}
class C extends A { function m() { return 'C' . parent::m(); } }
$a = new A; $b = new B; $c = new C;
echo $a->m(), (new A)->m(), $b->m(), $a->m(), $c->m(), ' ', A::s(), A::s(), B::s(), A::s(), "\n";
function expression() { static $o = PHP_VERSION_ID > 0 ? [1 + 1, M_PI > 3] : null; return json_encode($o); }
echo expression(), "\n";
function &reference() { static $r = 1; return $r; }
$r = &reference();
$r = 'changed outside';
echo reference(), "\n";
$f = function () { static $n = 0; return ++$n; };
$g = clone $f;
$h = function () use ($f) { return $f() . $f(); };
echo $f(), $f(), $g(), $h(), $f(), "\n";
function recursive($n) { static $depth = 0; $depth++; $seen = $depth; if ($n) { recursive($n - 1); } $depth--; return "$seen/$depth"; }
echo recursive(3), recursive(0), "\n";
function unset_static() { static $x = 5; $r = $x ?? 'unset'; unset($x); return $r; }
echo unset_static(), unset_static(), "\n";
foreach ([1, 2] as $i) { $fs[] = function () { static $n = 10; return $n++; }; }
echo $fs[0](), $fs[0](), $fs[1](), "\n";
?>
--EXPECT--
1,6,7
1234C5 24816
[2,true]
changed outside
121345
1/01/0
55
101110
