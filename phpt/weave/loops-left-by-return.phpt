--TEST--
A return from within a loop leaves nothing that the collector takes for alive
--FILE--
<?php
function whole(string $s): object {
    foreach ((array) $s as $v) { return new ArrayObject([$v]); }
}
function &reference(array $of) {
    foreach ($of as &$v) { foreach ((array) 'x' as $w) { return $v; } }
}
function matched(string $s): string {
    foreach ([1] as $one) { switch ($s . $one) { case 'a1': try { return $s . 'found'; } finally { $s = 'changed'; } } }
    return 'none';
}
function over($objects) {
    foreach ($objects as $object) { foreach ($object->list as $v) { return $v; } }
}
class Items { public $list = ['item']; }
gc_collect_cycles();
for ($i = 0; $i < 25000; $i++) {
    // Enough of it for the collector to run, somewhere in these.
    $a = new stdClass; $b = new stdClass; $a->ref = $b; $b->ref = $a;
    $whole = whole('x');
    $reference = reference([$a]);
    $matched = matched('a');
    $over = over([new Items]);
}
echo $whole[0], ' ', $reference === $a ? 'same' : 'another', ' ', $matched, ' ', $over, ' ', gc_status()['runs'] > 0 ? 'collected' : 'never collected', "\n";
?>
--EXPECT--
x same afound item collected
