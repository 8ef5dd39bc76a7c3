--TEST--
Without a daemon a script runs as ever, and says nothing about it
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
foreach (['unix:///nonexistent/weft.sock', 'tcp://127.0.0.1:1', 'tcp://[::1]:1'] as $address) {
    $process = new Process([__DIR__ . '/shop.inc'], 'time', ['weft.daemon' => $address]);
    while (!$process->ended()) usleep(1000);
    $process->ended();
    echo $process->output, "exit $process->status\n";
}
?>
--EXPECT--
sold 3
Out of apples
exit 3
sold 3
Out of apples
exit 3
sold 3
Out of apples
exit 3
