--TEST--
A daemon may listen at a port
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
$port = $daemon->listenAtPort();
foreach (["tcp://127.0.0.1:$port", "tcp://localhost:$port"] as $address) {
    $process = $daemon->run(__DIR__ . '/shop.inc', 'time', ['weft.daemon' => $address]);
}
foreach ($daemon->kinds() as $kinds) echo "$kinds\n";
?>
--EXPECT--
Hello Functions Calls Request
Hello Functions Calls Request
