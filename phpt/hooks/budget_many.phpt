--TEST--
weft.callback_budget_ms: the time of all callbacks adds up; sleeping counts, what the application does between them does not
--INI--
weft.hook=*
weft.callback_budget_ms=200
error_log=/dev/null
--FILE--
<?php
function target() { return '|'; }
$hook = Weft\hook('target', function (Weft\Call $call) { usleep(30000); echo '>'; }, priority: 1);
target();
usleep(250000);
echo "\n";
$n = 0;
while ($hook->stats()['state'] === 'woven' && $n < 50) { ob_start(); target(); ob_end_clean(); $n++; }
// 200 ms are 6 times 30 and a bit: fewer on a busy machine, never more.
echo $n > 0 && $n <= 6 ? "stopped\n" : "$n\n";
echo target(), "\n";
?>
--EXPECT--
>
stopped
|
