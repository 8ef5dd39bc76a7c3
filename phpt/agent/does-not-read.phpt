--TEST--
A daemon that does not read is not waited for; what finds no room is counted
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
// Nothing is accepted, nothing is read until the script has ended.
$process = $daemon->start([__DIR__ . '/talks.inc', '10000'], 'time');
while (!$process->ended()) usleep(1000);
$process->ended();
echo $process->output, "exit $process->status\n";
preg_match('/^(\d+) of (\d+)/', $process->output, $said);
echo $said[1] < $said[2] ? 'some were refused' : 'none was refused', "\n";
$daemon->drain();
$came = count($daemon->all('Signal'));
echo $came > 0 && $came <= $said[1] ? 'some came' : "$came came", "\n";
?>
--EXPECTF--
%d of 10000 taken
exit 0
some were refused
some came
