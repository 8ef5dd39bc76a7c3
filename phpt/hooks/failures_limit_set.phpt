--TEST--
weft.callback_failures and a rule's callback_failures say how many; 0 is no limit; warnings, exit() and refused changes count
--INI--
weft.hook=*
weft.callback_failures=0
weft.rules={PWD}/rules/limits.toml
error_log=/dev/null
--FILE--
<?php
function endless() { return 1; }
function once(int $n) { return 1; }
function thrice() { return 1; }
$endless = Weft\hook('endless', function () { throw new Exception; });
$warns = Weft\hook('thrice', function () { echo $undefined; });
$exits = Weft\hook('thrice', after: function () { exit; });
$changes = Weft\hook('once', function (Weft\Call $call) { $call->arguments = ['text']; });
for ($i = 0; $i < 20; $i++) { endless(); once(1); thrice(); }
foreach ([$endless, $warns, $exits, $changes] as $hook) {
    ['state' => $state, 'reason' => $reason, 'calls' => $calls, 'failures' => $failures] = $hook->stats();
    echo "$hook->target: $state, $calls calls, $failures failures", $reason ? ": $reason" : '', "\n";
}
?>
--EXPECT--
endless: woven, 20 calls, 20 failures
thrice: refused, 3 calls, 3 failures: it has failed 3 times, see weft.callback_failures
thrice: refused, 3 calls, 3 failures: it has failed 3 times, see weft.callback_failures
once: refused, 1 calls, 1 failures: it has failed once, see weft.callback_failures
