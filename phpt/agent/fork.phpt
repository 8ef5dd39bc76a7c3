--TEST--
A forked process reports what it did itself, on a connection of its own
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
$process = $daemon->run(__DIR__ . '/forks.inc', 'time');
echo $process->output;
$pids = [];
foreach ($daemon->connections as $number => $messages) {
    $pids[] = $messages[0][1]['pid'];
    $one = new Daemon;
    $one->connections = [$messages];
    $found[] = implode(' ', array_map(static fn ($name, $sum) => "$name $sum[calls]", array_keys($one->calls()), $one->calls())) . ', signals ' . implode(' ', array_column($one->all('Signal'), 0));
}
sort($found);
echo implode("\n", $found), "\n", count(array_unique($pids)), " processes\n";
?>
--EXPECT--
all ended
after 1 before 3 outer 1, signals parent
in_child 1 leaf 7, signals child 1
in_child 1 leaf 7, signals child 2
3 processes
