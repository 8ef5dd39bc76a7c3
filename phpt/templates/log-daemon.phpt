--TEST--
log tells the daemon while one is connected, and PHP's log otherwise
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
$process = $daemon->run(__DIR__ . '/logged.inc', 'log', ['weft.join' => ini_get('weft.join')]);
echo $process->output;
foreach ($daemon->all('Log') as [$level, $message]) echo "daemon: $level: $message\n";
$address = $daemon->address();
$daemon->close();
$process = new Process([__DIR__ . '/logged.inc'], 'log', ['weft.daemon' => $address]);
while (!$process->ended()) usleep(1000);
$process->ended();
echo $process->output;
?>
--EXPECT--
done
daemon: info: greets('world')
weft: info: greets('world')
done
