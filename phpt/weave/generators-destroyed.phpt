--TEST--
Generators destroyed half-way run their finally blocks
--FILE--
<?php
class Noise { function __construct(public $n) {} function __destruct() { echo "-{$this->n} "; } }
function g($name) {
    $noise = new Noise($name);
    try {
        foreach ([1, 2, 3] as $x) {
            try {
                yield $x;
            } finally {
                echo "inner $x ";
            }
        }
    } finally {
        echo "outer $name ";
    }
}
$g = g('a');
$g->current();
$g->next();
unset($g);
echo "\n";
$never = g('never started');
unset($never);
echo "\n";
foreach (g('b') as $x) {
    if ($x == 2) break;
}
echo "\n";
function holds() { $n = new Noise('held'); yield from g('delegate'); }
$h = holds();
$h->current();
$h = null;
echo "\n";
function yields_in_finally() { try { yield 1; } finally { echo 'f '; yield 2; echo 'after '; } }
$y = yields_in_finally();
foreach ($y as $v) { echo $v; }
echo "\n";
$y = yields_in_finally();
$y->current();
try {
    $y = null;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
function in_call() { return strlen(yield 1) . implode([1, yield 2]); }
$c = in_call();
$c->current();
$c->send('abc');
unset($c);
$c = in_call();
$c->current();
$c->send('abc');
$c->send('x');
echo $c->getReturn(), "\n";
$last = g('at exit');
$last->current();
echo "end\n";
?>
--EXPECT--
inner 1 inner 2 outer a -a 

inner 1 inner 2 outer b -b 
inner 1 outer delegate -delegate -held 
1f 2after 
f Cannot yield from finally in a force-closed generator
31x
end
inner 1 outer at exit -at exit
