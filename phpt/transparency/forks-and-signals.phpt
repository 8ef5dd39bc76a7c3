--TEST--
Forks and signals: handlers that are woven functions, children that go their own way
--SKIPIF--
<?php if (!function_exists('pcntl_fork') || !function_exists('posix_kill')) die('skip pcntl and posix'); ?>
--FILE--
<?php
pcntl_async_signals(true);
class Handler { public static $seen = []; static function on(int $signal, $info) { self::$seen[] = $signal; if ($signal == SIGUSR2) throw new Exception('signal'); } }
pcntl_signal(SIGUSR1, ['Handler', 'on']);
pcntl_signal(SIGUSR2, Handler::on(...));
function busy(int $signal) { posix_kill(getmypid(), $signal); for ($i = 0, $sum = 0; $i < 1000; $i++) $sum += $i; return $sum; }
echo busy(SIGUSR1), "\n";
try { busy(SIGUSR2); } catch (Exception $e) { echo 'caught ', $e->getMessage(), "\n"; }
echo json_encode(Handler::$seen === [SIGUSR1, SIGUSR2]), "\n";

function child(int $code) { $inner = fn () => exit($code); $inner(); }
foreach ([0, 9] as $code) {
    $pid = pcntl_fork();
    if ($pid == 0) child($code);
    pcntl_waitpid($pid, $status);
    echo pcntl_wexitstatus($status), "\n";
}
$pid = pcntl_fork();
if ($pid == 0) { function f() { posix_kill(getmypid(), SIGKILL); } f(); }
pcntl_waitpid($pid, $status);
echo json_encode(pcntl_wifsignaled($status)), pcntl_wtermsig($status), "\n";
?>
--EXPECT--
499500
caught signal
true
0
9
true9
