--TEST--
declare(ticks) in woven functions
--FILE--
<?php
declare(ticks=1);
$n = 0;
function tick() { $GLOBALS['n']++; }
function work() { $a = 1; $b = 2; return $a + $b; }
register_tick_function('tick');
echo work(), "\n";
unregister_tick_function('tick');
echo $n > 3 ? 'ticked' : "only $n", "\n";
?>
--EXPECT--
3
ticked
