--TEST--
An address that is none is told, and PHP runs on without a daemon
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
foreach (['tcp://collector.example:4730', 'tcp://localhost:0', 'tcp://127.0.0.1', 'unix:///' . str_repeat('x', 120)] as $address) {
    $process = new Process([__DIR__ . '/shop.inc'], 'time', ['weft.daemon' => $address]);
    while (!$process->ended()) usleep(1000);
    $process->ended();
    echo strtok($process->output, "\n"), "\n", strtok("\n"), "\n";
}
?>
--EXPECT--
weft: weft.daemon: found "tcp://collector.example:4730", expected an IP address or "localhost", and a port, as in tcp://127.0.0.1:4730; nothing is reported
sold 3
weft: weft.daemon: found "tcp://localhost:0", expected a port from 1 to 65535; nothing is reported
sold 3
weft: weft.daemon: found "tcp://127.0.0.1", expected an IP address or "localhost", and a port, as in tcp://127.0.0.1:4730; nothing is reported
sold 3
weft: weft.daemon: found "unix:///xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", expected a path of at most 107 bytes; nothing is reported
sold 3
