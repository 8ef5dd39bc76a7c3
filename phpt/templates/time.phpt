--TEST--
time counts calls and errors, and adds up total and self time
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
$process = $daemon->run(__DIR__ . '/timed.inc', 'time', ['weft.join' => ini_get('weft.join')]);
echo $process->output;
$calls = $daemon->calls();
foreach ($calls as $name => $sum) echo "$name $sum[calls]/$sum[errors] timed $sum[timed]\n";
$of = static fn (string $name, string $what) => $calls[$name][$what] / 1e6;
$check = static function (string $what, bool $is): void {
    if (!$is) echo "not so: $what\n";
};
$check('sleeps took 20 ms', $of('sleeps', 'total') >= 20 && $of('sleeps', 'self') >= 20);
$check('the longest of them took 10 ms', $of('sleeps', 'max') >= 10 && $of('sleeps', 'max') < $of('sleeps', 'total'));
$check('outer has their time in its total', $of('outer', 'total') >= $of('sleeps', 'total'));
$check('but not in its own', $of('outer', 'self') <= $of('outer', 'total') - $of('sleeps', 'total'));
$check('recursion has each level in its total', $calls['down']['total'] >= 5 * $calls['down']['self'] / 6);
$check('and each once in its own', $calls['down']['self'] <= $calls['down']['max']);
$check('what failed took its time', $of('fails', 'total') >= 5);
foreach ($calls as $name => $sum) {
    $check("$name: own time is part of the whole", $sum['self'] <= $sum['total']);
    $check("$name: the longest is one of them", $sum['max'] <= $sum['total'] && $sum['max'] * $sum['calls'] >= $sum['total']);
}
?>
--EXPECT--
caught
down 6/0 timed 6
fails 1/1 timed 1
outer 1/0 timed 1
sleeps 2/0 timed 2
