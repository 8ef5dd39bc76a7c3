--TEST--
exit() from anywhere: the exit code, the output and the order of what still runs
--SKIPIF--
<?php if (!function_exists('proc_open')) die('skip proc_open'); ?>
--FILE--
<?php
$cases = [
    'function' => 'function f() { try { exit(3); } finally { echo "never"; } } f();',
    'generator' => 'function g() { yield 1; exit(4); } foreach (g() as $x) echo $x;',
    'fiber' => '(new Fiber(function () { echo "in"; exit(5); }))->start();',
    'destructor' => 'class D { function __destruct() { echo "D"; exit(6); } } $d = new D; $d = null; echo "never";',
    'handler' => 'set_error_handler(function () { exit(7); }); echo $undefined; echo "never";',
    'callback' => 'array_map(function ($x) { if ($x == 2) exit("text"); echo $x; }, [1, 2, 3]);',
    'uncaught' => 'set_exception_handler(function ($e) { echo get_class($e); exit(8); }); function f() { throw new Error; } f();',
    'fatal' => 'ini_set("display_errors", 0); function f() { g(); } f();',
];
require __DIR__ . '/../php.inc';
foreach ($cases as $name => $code) {
    file_put_contents($file = __DIR__ . "/exit-codes-$name.tmp.php", "<?php register_shutdown_function(function () { echo '|'; }); $code");
    $command = [PHP_BINARY, ...options_of_this_php(), $file];
    $process = proc_open($command, [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);
    $output = stream_get_contents($pipes[1]);
    echo "$name: $output ", proc_close($process), "\n";
    unlink($file);
}
?>
--EXPECT--
function: | 3
generator: 1| 4
fiber: in| 5
destructor: D| 6
handler: | 7
callback: 1text| 0
uncaught: Error| 8
fatal: | 255
