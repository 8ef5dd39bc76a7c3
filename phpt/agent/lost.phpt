--TEST--
One request may report so much; the rest is counted as lost
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
// The process waits at its end until this daemon, which reads slowly, has made room for what it has to say.
$process = $daemon->run([__DIR__ . '/floods.inc'], 'time', ['weft.connect_timeout_ms' => 900]);
echo $process->output;
$lost = array_sum(array_column($daemon->all('Lost'), 0));
$signals = count($daemon->all('Signal'));
echo $signals + $lost, ' ', $lost > 0 ? 'lost and found' : 'all found', "\n";
?>
--EXPECT--
done
5000 lost and found
