--TEST--
weft.callback_budget_ms: signals of the application are handled as ever, and forked processes have a budget of their own
--INI--
weft.hook=target
weft.callback_budget_ms=80
error_log=/dev/null
--SKIPIF--
<?php if (!extension_loaded('pcntl')) die('skip needs pcntl'); ?>
--FILE--
<?php
function target() { return '|'; }
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () { echo "signal\n"; });
Weft\hook('target', function () { echo '>'; });
echo target(), "\n";
posix_kill(getmypid(), SIGUSR1);
for ($i = 0; $i < 1000; $i++);
$child = pcntl_fork();
if ($child === 0) {
    Weft\hook('target', function () { while (true); });
    echo target(), "\n";
    exit;
}
pcntl_waitpid($child, $status);
echo target(), "\n";
?>
--EXPECT--
>|
signal
>|
>|
