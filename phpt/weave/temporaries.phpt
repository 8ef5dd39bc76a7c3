--TEST--
Temporaries across calls, ternaries, null-safe and coalescing chains
--FILE--
<?php
class N { public ?N $next = null; public $v; function __construct($v = 0, $next = null) { $this->v = $v; $this->next = $next; } function n(): ?N { return $this->next; } function v($add = 0) { return $this->v + $add; } }
function chain(?N $n) { return $n?->n()?->n()?->v(strlen('never evaluated')) ?? 'none'; }
function ternary($a, $b) { return ($a ?: $b) . ($a ? "yes $a" : ($b ? "b $b" : 'no')) . ($a ?? 'null'); }
function strings($x) { return "a{$x}b" . 'c' . "{$x}{$x}" . <<<T
  heredoc $x {$x}
  T; }
function short($a) { return ($a && $a > 5 || $a === null) xor !isset($a); }
function assigns(&$x, $y) { $x['a'] ??= $y; $x['b'][] = $x['a'] .= '!'; $z = $x['c'] = $y ?: 'z'; [$p, [, $q]] = [1, [2, 3]]; ['k' => $k] = ['k' => $z]; return "$p$q$k" . $x['b'][0]; }
function nests($f) { return $f($f(1) + $f(2) * $f(3)) - $f(4); }
function casts($v) { return [(int) $v, (float) $v, (string) $v, (bool) $v, (array) $v]; }
function spread() { return [...[1, 2], ...['k' => 3], ...(fn () => yield 4)()]; }
echo chain(new N(1, new N(2, new N(3)))), chain(new N), chain(null), "\n", ternary('A', 'B'), ternary('', 'B'), ternary(null, 0), "\n", strings(5), "\n";
var_dump(short(6), short(null), short(0));
$x = [];
echo assigns($x, 'y'), json_encode($x), "\n", nests(fn ($n) => $n * 2), json_encode(casts('12abc')), json_encode(spread()), "\n";
function increments($o, $a) { return $o->v++ + ++$o->v + $a['i']++ + --$a['i'] . ($o->v .= 'x') . ($a['n'] ??= 'n'); }
echo increments(new N(5), ['i' => 1]), "\n";
function clones($o) { $c = clone $o; $c->v = 'cloned'; return $o->v . $c->v . ($c instanceof N) . (clone $c)->v; }
echo clones(new N('o')), "\n";
function silent($a) { return @$a['missing'] . @file('/no/such/file')[0] . 'silent'; }
echo silent([]), "\n";
function prints() { return print('p') . (print 'q'); }
echo prints(), "\n";
?>
--EXPECT--
18nonenone
Ayes AABb B0nonull
a5bc55heredoc 5 5
bool(true)
bool(false)
bool(false)
13yy!{"a":"y!","b":["y!"],"c":"y"}
44[12,12,"12abc",true,["12abc"]]{"0":1,"1":2,"k":3,"2":4}
147xn
ocloned1cloned
silent
qp11
