--TEST--
A wrapper that proceeds twice
--INI--
weft.rules={PWD}/rules/twice.toml
--FILE--
<?php
$calls = 0;
function counts($x, &$y) { global $calls; $calls++; $x .= '!'; $y .= $calls; return "$x$y"; }
$y = 'y';
echo counts('x', $y), " $calls $y\n";
class A { private $n = 0; function m(...$all) { $this->n += count($all); return $this->n; } static function s() { static $n = 0; return ++$n; } }
$a = new A;
echo $a->m(1, 2, 3), $a->m(), ' ', A::s(), A::s(), "\n";
$f = function ($x) use (&$calls) { $calls += $x; return $calls; };
echo $f(10), ' ', (fn (array $l) => array_pop($l) . count($l))([1, 2, 3]), "\n";
function throws_second() { static $n = 0; if (++$n === 2) { throw new Exception('second'); } return 'first'; }
try { throws_second(); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
function lets_go(?object $o) { $o = null; return 'gone'; }
echo lets_go(new stdClass), "\n";
function surplus() { return implode(',', func_get_args()); }
echo surplus(1, 2), "\n";
class D { function __construct(public $n) {} function __destruct() { echo "-{$this->n} "; } }
function makes($n) { return new D($n . $GLOBALS['calls']++); }
$d = makes('d');
echo "kept {$d->n}\n";
unset($d);
echo "\n";
?>
--EXPECT--
x!y12 2 y12
66 24
22 32
second
gone
1,2
-d22 -d22 kept d23
-d23 -d23
