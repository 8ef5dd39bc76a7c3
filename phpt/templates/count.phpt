--TEST--
count counts calls, however they end
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
foreach (['timed', 'out-of-order'] as $script) {
    $daemon = new Daemon;
    $process = $daemon->run(__DIR__ . "/$script.inc", 'count', ['weft.join' => ini_get('weft.join')]);
    foreach ($daemon->calls() as $name => $sum) {
        echo "$name $sum[calls]\n";
        if ($sum['total'] || $sum['timed']) echo "  took time\n";
    }
    unset($daemon);
}
?>
--EXPECT--
down 6
fails 1
outer 1
sleeps 2
consumes 2
first 1
inner 1
numbers 4
second 1
steps 1
throws 1
unfinished 1
