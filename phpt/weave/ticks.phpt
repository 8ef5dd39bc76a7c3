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
// 8.6 comes to fewer.
echo $n === (PHP_VERSION_ID < 80600 ? 5 : 3) ? 'ticked' : "$n times", "\n";
?>
--EXPECT--
3
ticked
