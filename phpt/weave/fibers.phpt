--TEST--
Fibers switch inside woven functions
--FILE--
<?php
function producer($n) { for ($i = 1; $i <= $n; $i++) { $got = Fiber::suspend($i); echo "got $got "; } return 'done'; }
class Worker { private $log = []; function run(...$a) { $this->log[] = Fiber::suspend(implode($a)); return $this->deep(3); } private function deep($n) { return $n ? $this->deep($n - 1) . Fiber::suspend("deep $n") : implode($this->log); } }
$f = new Fiber('producer');
$v = $f->start(2);
while (!$f->isTerminated()) { echo "$v "; $v = $f->resume("r$v"); }
echo $f->getReturn(), "\n";
$w = new Fiber([new Worker, 'run']);
echo $w->start(1, 2), ' ';
$x = $w->resume('first');
while (!$w->isTerminated()) { echo $x, ' '; $x = $w->resume('!'); }
echo $w->getReturn(), "\n";
function guarded() { try { Fiber::suspend('in try'); return 'normal'; } catch (Exception $e) { return 'caught ' . $e->getMessage(); } finally { echo 'finally '; } }
$t = new Fiber(fn () => guarded());
$t->start();
$t->throw(new Exception('thrown in'));
echo $t->getReturn(), "\n";
function generator_in_fiber() { foreach ([1, 2] as $x) { yield $x; Fiber::suspend("y$x"); } }
$gf = new Fiber(function () { foreach (generator_in_fiber() as $v) { echo "v$v "; } });
echo $gf->start(), $gf->resume(), "\n";
$gf->resume();
function unfinished() { try { Fiber::suspend(); } finally { echo "unfinished finally\n"; } }
$u = new Fiber('unfinished');
$u->start();
unset($u);
gc_collect_cycles();
$two = array_map(fn ($n) => new Fiber(function () use ($n) { for ($i = 0; $i < 3; $i++) { echo "$n$i "; Fiber::suspend(); } }), ['a', 'b']);
foreach ($two as $fiber) { $fiber->start(); }
for ($i = 0; $i < 2; $i++) { foreach ($two as $fiber) { $fiber->resume(); } }
echo "\n";
?>
--EXPECT--
1 got r1 2 got r2 done
12 deep 1 deep 2 deep 3 first!!!
finally caught thrown in
v1 y1v2 y2
unfinished finally
a0 b0 a1 b1 a2 b2
