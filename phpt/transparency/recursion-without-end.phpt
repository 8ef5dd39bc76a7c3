--TEST--
A recursion without end is a fatal error of PHP, and no crash
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip another allocator tells of the limit twice'); ?>
--FILE--
<?php
$recursions = [
    'closure' => '$closure = function () use (&$closure) { $closure(); }; $closure();',
    'static variables' => 'function deep() { static $calls = 0; $calls++; deep(); } deep();',
    'surplus arguments' => 'function deep() { deep(1); } deep(1);',
    'method' => 'class A { function deep(...$more) { $this->deep(...$more); } } (new A)->deep(1, b: 2);',
    'fiber' => '$closure = function () use (&$closure) { $closure(); }; (new Fiber($closure))->start();',
];
require __DIR__ . '/../php.inc';
foreach ($recursions as $name => $code) {
    file_put_contents($file = __DIR__ . '/recursion-without-end.tmp.php', "<?php register_shutdown_function(function () { echo 'still there'; }); $code");
    $command = [PHP_BINARY, ...options_of_this_php('display_errors=1', 'html_errors=0', 'log_errors=0', 'memory_limit=32M'), $file];
    $output = [];
    exec(implode(' ', array_map('escapeshellarg', $command)) . ' 2>&1', $output, $status);
    $output = implode("\n", $output);
    $expected = '/^\s*(PHP )?Fatal error: [^\n]*(memory size|call stack size)[^\n]*.*still there$/s';
    echo "$name: ", preg_match($expected, $output) ? 'fatal error' : $output, ", $status\n";
    unlink($file);
}
?>
--EXPECT--
closure: fatal error, 255
static variables: fatal error, 255
surplus arguments: fatal error, 255
method: fatal error, 255
fiber: fatal error, 255
