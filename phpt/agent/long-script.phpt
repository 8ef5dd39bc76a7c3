--TEST--
A long script reports about every second, and each call once
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
foreach (['time', 'count'] as $wrapper) {
    $daemon = new Daemon;
    $process = $daemon->run(__DIR__ . '/long.inc', $wrapper);
    $kinds = $daemon->kinds();
    echo count($kinds), ' ', substr_count($kinds[0], 'Calls') >= 2 ? 'often' : 'once', ' ', substr_count($kinds[0], 'Functions'), ' ', substr_count($kinds[0], 'Request'), "\n";
    echo $daemon->calls()['step']['calls'] === (int) $process->output ? 'all' : 'not all', "\n";
    unset($daemon);
}
?>
--EXPECT--
1 often 1 1
all
1 often 1 1
all
