--TEST--
What is compiled already and named by no rule is woven in place: callers that knew it see the callbacks, calls under way go on as they were
--INI--
opcache.enable=0
--FILE--
<?php
function later_const() { return 42; }
function gen($n) { for ($i=0;$i<$n;$i++) { $x = yield $i; if ($x) echo "[$x]"; } return 'end'; }
function rec($n) { static $calls = 0; $calls++; if ($n == 2) { Weft\hook('rec', function () { echo '>'; }, function () { echo '<'; }); } if ($n > 0) { $r = rec($n-1); return "$n$r:$calls"; } return '.'; }
trait T { public $p = 1; function tm(int $a = 3) { static $k = 0; return ++$k + $a; } }
abstract class P { abstract function abs(); function inh($x) { switch ($x) { case 'a': return 1; case 'b': return 2; case 'c': return 3; case 'd': return 4; case 'e': return 5; case 'f': return 6; case 'g': return 7; case 'h': return 8; } try { return $x; } finally { echo 'F'; } } static function st() { return static::class; } function __destruct() { echo "~"; } }
class C extends P { use T; function abs() { return 'abs'; } function named() { $a=1; $b=2; return compact('a','b'); } function &ref() { return $this->p; } }
class D extends C { function tm(int $a = 9) { return parent::tm($a) * 10; } }
function caller() { return later_const() + strlen(named(1, ...[2,3])); }
function named($a, ...$rest) { return str_repeat('x', $a + count($rest)); }
function pending($a, $b) { return "$a-$b"; }
function matches($x) { return match($x) { 1,2,3 => 'low', 4 => 'four', 'z' => 'zed', default => 'def' }; }
$c = new C; $d = new D;
$clo = function($x) { static $n = 0; return $x + ++$n; };
echo caller(), $c->inh('b'), $d->inh('zz'), $d->tm(), $c->tm(), C::st(), json_encode($c->named()), $clo(1), matches(2), "\n";
$g = gen(3); echo $g->current();
$b = function () { echo '>'; }; $a = function () { echo '<'; };
$hooks = [];
foreach (['later_const', 'gen', 'named', 'P::inh', 'T::tm', 'P::st', 'C::named', 'C::ref', 'P::__destruct', 'matches', 'caller'] as $t) $hooks[] = Weft\hook($t, $b, $a);
$hooks[] = Weft\hook($clo, $b, $a);
foreach (Weft\hooks() as $h) echo str_replace(__DIR__, '', $h['target']), ' ', $h['state'], ' ', $h['reason'], "\n";
foreach ($g as $v) echo $v; echo $g->getReturn(), "\n";
echo caller(), "\n", $c->inh('b'), "\n", $d->inh('zz'),"\n", $d->tm(),"\n", $c->tm(),"\n", C::st(),"\n", json_encode($c->named()), "\n", $clo(1), "\n", matches(4), matches('q'), "\n";
$r = &$c->ref(); $r = 77; echo $c->p, "\n";
foreach (gen(2) as $v) echo $v; echo "\n";
echo pending('A', (function () { Weft\hook('pending', function () { echo '>'; }); return 'B'; })()), pending(1,2), "\n";
echo rec(4), "\n", rec(1), "\n";
$f = new Fiber(function() { $y = fibbed(1); echo "fiber $y\n"; });
function fibbed($x) { $z = [1,2,3]; Fiber::suspend(); foreach ($z as $q) $x += $q; return $x; }
$f->start(); Weft\hook('fibbed', $b, $a); $f->resume();
(new Fiber(function() { $y = fibbed(1); echo "fiber $y\n"; }))->start();
echo json_encode(array_column(Weft\hooks(), 'calls')), "\n";
function thrower() { throw new Exception('x'); }
try { thrower(); } catch (Exception $e) {}
Weft\hook('thrower', $b, $a, function () { echo '!'; });
try { thrower(); } catch (Exception $e) { echo str_replace(__DIR__, '', $e->getTraceAsString()), "\n"; }
echo json_encode(array_filter(get_defined_functions()['user'], fn($x) => $x[0] === "\0"));
unset($c, $d);
?>
--EXPECT--
452Fzz1005C{"a":1,"b":2}2low
0later_const woven 
gen woven 
named woven 
P::inh woven 
T::tm woven 
P::st woven 
C::named woven 
C::ref woven 
P::__destruct woven 
matches woven 
caller woven 
{closure} in /in_place.php:14 woven 
012end
>><><<45
><2
>F<zz
><120
><7
><C
><{"a":1,"b":2}
><3
><four><def
><77
>01<
A-B>1-2
>><<4321.:5:5:5:5
>><<1.:7
fiber 7
>[2,2,2,4,4,2,2,2,0,4,2,2,1,8,1]
>!#0 /in_place.php(36): thrower()
#1 {main}
[]>~<>~<