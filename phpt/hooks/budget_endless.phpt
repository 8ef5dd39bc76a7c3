--TEST--
weft.callback_budget_ms: an endless callback is interrupted, nothing in it can catch that, and the application goes on without callbacks
--INI--
weft.hook=*
weft.callback_budget_ms=100
--FILE--
<?php
function target() { return '|'; }
function other() { return '*'; }
$hook = Weft\hook('target', function () { try { while (true); } catch (Throwable) { echo 'never'; } finally { echo 'never'; } }, function () { echo 'never'; });
$other = Weft\hook('other', function () { echo '>'; });
echo other(), "\n", target(), "\n", other(), target(), "\n";
$late = Weft\hook('other', function () { echo 'never'; });
echo other(), "\n";
foreach ([$hook, $other, $late] as $hook) {
    $hook->resume();
    ['state' => $state, 'reason' => $reason, 'calls' => $calls, 'failures' => $failures] = $hook->stats();
    echo "$hook->target: $state, $calls calls, $failures failures: $reason\n";
}
for ($i = 0, $x = 0; $i < 100000; $i++) $x += $i;
echo other(), "\n";
?>
--EXPECT--
>*
weft: callbacks have used up their 100 ms, see weft.callback_budget_ms; none runs until the request ends
weft: the before callback for target was interrupted: callbacks have used up their 100 ms, see weft.callback_budget_ms
|
*|
*
target: refused, 1 calls, 1 failures: callbacks have used up their 100 ms, see weft.callback_budget_ms
other: refused, 1 calls, 0 failures: callbacks have used up their 100 ms, see weft.callback_budget_ms
other: refused, 0 calls, 0 failures: callbacks have used up their 100 ms, see weft.callback_budget_ms
*
