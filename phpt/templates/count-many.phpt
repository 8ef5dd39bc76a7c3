--TEST--
count misses none of very many calls
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
$process = $daemon->run(__DIR__ . '/many.inc', 'count', ['weft.join' => ini_get('weft.join')]);
foreach ($daemon->calls() as $name => $sum) echo "$name $sum[calls]\n";
?>
--EXPECT--
both 100000
half 50000
