--TEST--
Returning from within foreach releases what the loop holds
--FILE--
<?php
class Noise implements IteratorAggregate { function __construct(public $n) {} function __destruct() { echo "-{$this->n} "; } function getIterator(): Iterator { $i = $this->n; try { yield "$i.1"; yield "$i.2"; } finally { echo "iterator $i ended "; } } }
function make($n) { return new Noise($n); }
function first($n) { foreach (make($n) as $x) { return $x; } }
function both($n) { foreach ([make("k$n"), make("l$n")] as $k => $o) { foreach ($o as $x) { if ($k == 1) { return $x; } } } }
function reference() { foreach ([[1, [make('in array')]], [2]] as &$x) { return count($x); } }
function list_of() { foreach ([[1, make('p')], [2, make('q')]] as [$n, $o]) { return $n; } }
function in_switch($n) { switch (make($n)->n) { case 's': foreach (make('t') as $x) { return $x; } } }
function thrown($n) { foreach (make($n) as $x) { throw new Exception($x); } }
function in_expression($n) { foreach (make($n) as $x) { return 'v' . [$x, strlen(implode(['a', make('temporary')->n]))][1]; } }
echo first('f'), "\n", both('b'), "\n", reference(), "\n", list_of(), "\n", in_switch('s'), "\n";
try { thrown('e'); } catch (Exception $e) { echo $e->getMessage(), "\n"; unset($e); }
echo in_expression('x'), "\n";
function broken() { foreach ([1, 2] as $x) { foreach (make('outer') as $y) { break 2; } } return 'broken'; }
echo broken(), "\n";
class KeyValue { public $a = 1; protected $b = 2; private $c = 3; function all() { foreach ($this as $k => $v) { if ($k === 'c') { return $v; } } } }
echo (new KeyValue)->all(), "\n";
?>
--EXPECT--
iterator f ended -f f.1
iterator kb ended iterator lb ended -kb -lb lb.1
-in array 2
-q -p 1
-s iterator t ended -t t.1
iterator e ended -e e.1
-temporary iterator x ended -x v10
iterator outer ended -outer broken
3
