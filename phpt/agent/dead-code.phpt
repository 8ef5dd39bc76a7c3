--TEST--
Functions woven with count are defined even when they are never called, those of other wrappers are not
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
foreach (['count', 'time', 'observe'] as $wrapper) {
    $daemon->connections = [];
    $daemon->run(__DIR__ . '/unused.inc', $wrapper);
    echo "$wrapper:\n";
    foreach ($daemon->calls() as $name => $sum) echo "  $name $sum[calls]\n";
}
?>
--EXPECT--
count:
  A::unused 0
  A::used 2
  B::inTrait 1
  T::inTrait 0
  T::inTraitUnused 0
  forgotten 0
  main 1
time:
  A::used 2
  B::inTrait 1
  main 1
observe:
