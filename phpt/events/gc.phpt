--TEST--
A listener hears of each run of the collector
--FILE--
<?php
Weft\on('gc', function (array $run) { echo $run['runs'], ' ', $run['collected'] > 9000 ? 'many' : $run['collected'], ' ', is_int($run['duration_ns']) ? 'int' : 'none', "\n"; });
function cycle() { $a = new stdClass; $a->a = $a; }
cycle();
cycle();
var_dump(gc_collect_cycles());
for ($i = 0; $i < 10001; $i++) { cycle(); }
?>
--EXPECT--
1 2 int
int(2)
2 many int
