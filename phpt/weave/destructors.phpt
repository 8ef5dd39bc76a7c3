--TEST--
When objects are destroyed
--INI--
error_reporting=8191
--FILE--
<?php
class D { function __construct(public $n) {} function __destruct() { echo "-{$this->n} "; } function me() { return $this; } static function make($n) { return new static($n); } }
function local() { $a = new D('a'); $b = new D('b'); echo 'in '; }
function parameter(D $x) { echo 'got '; }
function passes($x) { return $x; }
function returns() { $x = new D('r'); $y = new D('s'); return $x; }
function unused() { new D('u'); D::make('v'); (new D('w'))->me()->me(); echo 'end '; }
function reassigns() { $x = new D(1); $x = new D(2); $x = passes(new D(3)); echo 'end '; }
function cycle() { $a = new D('cycle'); $b = new D('cycle'); $a->o = $b; $b->o = $a; }
function statics() { static $kept; $kept ??= new D('static'); return 'kept '; }
function thrower($x) { $l = new D('local of thrower'); throw new Exception('x'); }
local(); echo "\n";
parameter(new D('p')); echo "\n";
$kept = new D('kept'); parameter($kept); echo "\n";
passes(new D('q')); echo "after\n";
$r = returns(); echo "returned ", $r->n, ' '; $r = null; echo "\n";
unused(); echo "\n";
reassigns(); echo "\n";
cycle(); echo 'collected ', gc_collect_cycles(), "\n";
echo statics(), statics(), "\n";
try { thrower(new D('argument')); } catch (Exception $e) { echo "caught "; } unset($e); echo "\n";
$f = function () { $x = new D('in closure'); return fn () => $x; };
$g = $f(); $f = null; echo 'holds '; $g = null; echo "\n";
array_map(function ($n) { return new D($n); }, ['m1', 'm2']); echo "\n";
function nested_calls() { return passes(passes(new D('n')))->n . D::make('t')->me()->n; }
echo nested_calls(), "\n";
function by_exit() { $e = new D('alive at exit'); return $e; }
$last = by_exit();
echo "end\n";
?>
--EXPECT--
in -a -b 
got -p 
got 
-q after
-s returned r -r 
-u -v -w end 
-1 -2 end -3 
collected -cycle -cycle 2
kept kept 
-local of thrower caught -argument 
holds -in closure 
-m1 -m2 
-n -t nt
end
-alive at exit -kept -static
