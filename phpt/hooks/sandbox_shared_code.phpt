--TEST--
Machine code that one process compiled when it had hooks runs in another that never has any
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) die('skip needs pcntl'); ?>
--INI--
weft.hook=target
opcache.jit_hot_loop=5
opcache.jit_hot_func=5
--FILE--
<?php
function target() { return 1; }
function gates(int $n) {
    for ($i = 0, $sum = 0; $i < $n; $i++) {
        ob_start(); ob_end_clean();
        set_error_handler(null); restore_error_handler();
        $sum += error_reporting() > 0 ? 1 : 0;
        ini_set('precision', '14');
    }
    return $sum;
}
if (!($child = pcntl_fork())) {
    Weft\hook('target', function () { });
    target();
    for ($i = 0; $i < 300; $i++) gates(200);
    exit(0);
}
pcntl_waitpid($child, $status);
echo "$status ", gates(300), "\n";
?>
--EXPECT--
0 300
