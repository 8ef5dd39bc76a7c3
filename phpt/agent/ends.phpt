--TEST--
However a request ends, its calls are counted and its status is told
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
foreach (['exit', 'uncaught', 'fatal', 'memory', 'timeout', 'deep'] as $how) {
    $daemon = new Daemon;
    $process = $daemon->run([__DIR__ . '/ends.inc', $how], 'time', ['display_errors' => 0, 'memory_limit' => '64M', 'log_errors' => 0]);
    $calls = $daemon->calls();
    echo str_pad($how, 9), "exit $process->status, reported ", $daemon->all('Request')[0][2];
    foreach ($calls as $name => $sum) {
        echo ", $name $sum[calls]/$sum[errors]", $sum['self'] <= $sum['total'] ? '' : '!', $sum['max'] <= $sum['total'] ? '' : '?';
    }
    echo "\n";
    unset($daemon);
}
?>
--EXPECT--
exit     exit 7, reported 7, ends 1/0, outer 1/0
uncaught exit 255, reported 255, ends 1/1, outer 1/1
fatal    exit 255, reported 255, ends 1/0, outer 1/0
memory   exit 255, reported 255, ends 1/0, outer 1/0
timeout  exit 255, reported 255, ends 1/0, outer 1/0
deep     exit 0, reported 0, deep 5001/0, ends 1/0, outer 1/0
