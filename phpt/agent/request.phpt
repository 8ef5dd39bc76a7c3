--TEST--
A request greets, defines what it called, counts it, and says how it ended
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
$process = $daemon->run(__DIR__ . '/shop.inc', 'time');
echo $process->output, "exit $process->status\n";
foreach ($daemon->connections[0] as [$kind, $content]) {
    echo "$kind ";
    switch ($kind) {
        case 'Hello':
            echo $content['protocol'], ' ', $content['sapi'], ' ', $content['php'] === PHP_VERSION ? 'this PHP' : $content['php'], "\n";
            break;
        case 'Functions':
            sort($content);
            foreach ($content as [$id, $name, $file, $line, $wrapper, $join]) echo "\n  $name in ", basename($file), ":$line, $wrapper by $join";
            echo "\n";
            break;
        case 'Calls':
            foreach ($daemon->calls() as $name => $sum) echo "\n  $name: $sum[calls] calls, $sum[errors] errors, $sum[timed] timed";
            echo "\n";
            break;
        case 'Request':
            echo $content[0], ' ', basename($content[1]), ' ', $content[2], ' ', $content[3] > 0 ? 'took time' : 'took none', "\n";
    }
}
?>
--EXPECT--
sold 3
Out of apples
exit 3
Hello 2 cli this PHP
Functions 
  Shop\Cart::add in shop.inc:6, time by splice
  Shop\Cart::total in shop.inc:11, time by splice
  Shop\sell in shop.inc:16, time by splice
Calls 
  Shop\Cart::add: 4 calls, 1 errors, 4 timed
  Shop\Cart::total: 1 calls, 0 errors, 1 timed
  Shop\sell: 2 calls, 1 errors, 2 timed
Request cli shop.inc 3 took time
