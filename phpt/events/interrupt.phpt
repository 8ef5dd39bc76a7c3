--TEST--
A listener gets samples of where PHP is
--INI--
weft.profile_ms=1
--FILE--
<?php
$seen = [];
Weft\on('interrupt', function (array $sample) use (&$seen) {
    $names = array_map(fn($level) => $level['function'], $sample['stack']);
    $seen[] = [$sample['ticks'] >= 1, $names];
});
function busy() { $end = hrtime(true) + 300e6; while (hrtime(true) < $end && count($GLOBALS['seen']) < 5) { for ($i = 0; $i < 1000; $i++); } }
function outer() { busy(); }
$again = 0;
while (count($seen) < 5 && $again++ < 100) {
    outer();
}
$inside = array_filter($seen, fn($sample) => array_slice($sample[1], -3) === ['busy', 'outer', null]);
var_dump(count($seen) >= 5, count($inside) > 0, !in_array(false, array_column($seen, 0)));
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
