--TEST--
yield from: arrays, generators, several at once
--FILE--
<?php
function inner($n) { $got = yield "inner $n"; yield "got $got"; return "result $n"; }
function outer() {
    $a = yield from inner(1);
    yield $a;
    $b = yield from ['x', 'y'];
    yield var_export($b, true);
    try {
        $c = yield from failing();
    } catch (Exception $e) {
        yield 'caught ' . $e->getMessage();
    }
    return yield from inner(2);
}
function failing() { yield 'before'; throw new Exception('inside'); }
$g = outer();
while ($g->valid()) {
    echo $g->key(), '=', $g->current(), ' ';
    $g->send('sent');
}
echo $g->getReturn(), "\n";
function shared() { yield 1; yield 2; yield 3; yield 4; return 'end'; }
function reads($s, $name) { $r = yield from $s; echo "[$name $r]"; }
$s = shared();
$one = reads($s, 'one');
$two = reads($s, 'two');
while ($one->valid() || $two->valid()) {
    foreach (['one' => $one, 'two' => $two] as $g) {
        if ($g->valid()) {
            echo $g->current();
            $g->next();
        }
    }
}
echo "\n";
function deep($n) { if ($n) { yield from deep($n - 1); } yield $n; }
echo array_sum(iterator_to_array(deep(200), false)), "\n";
?>
--EXPECT--
0=inner 1 1=got sent 0=result 1 0=x 1=y 1=NULL 0=before 2=caught inside 0=inner 2 1=got sent result 2
1234[two end]4[one end]
20100
