--TEST--
time with generators and fibers that end out of order, late or never
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
$process = $daemon->run(__DIR__ . '/out-of-order.inc', 'time', ['weft.join' => ini_get('weft.join')]);
echo $process->output;
foreach ($daemon->calls() as $name => $sum) {
    // What never ended has no duration.
    echo "$name $sum[calls]/$sum[errors]", $sum['timed'] < $sum['calls'] ? ' timed ' . $sum['timed'] : '', "\n";
    if ($sum['self'] > $sum['total']) echo "  more of its own than in all\n";
}
?>
--EXPECTREGEX--
012 01
stopped
01
done
consumes 2\/0
first 1\/0
inner 1\/0
(numbers 4\/0 timed 3|numbers 4\/0)
second 1\/0
steps 1\/0( timed 0)?
throws 1\/[01]
unfinished 1\/0( timed 0)?
