--TEST--
What the JIT compiled before the first hook cannot take the application's surroundings away either
--INI--
weft.hook=target
opcache.jit=function
--FILE--
<?php
ini_set('error_log', '/dev/null');
function target() { return 1; }
function drops() { return ob_get_clean(); }
function sets() { set_error_handler(fn() => true); return ini_set('precision', '3'); }
function resets() { restore_error_handler(); ini_restore('precision'); }
for ($i = 0; $i < 500; $i++) { ob_start(); drops(); sets(); resets(); }
ob_start();
echo "the application's\n";
set_error_handler(function (int $level, string $message) { echo "heard: $message\n"; return true; });
Weft\hook('target', function () use (&$got) { $got = drops(); sets(); resets(); resets(); });
for ($i = 0; $i < 20; $i++) target();
trigger_error('mine');
echo 'level ', ob_get_level(), ', got ', var_export($got, true), ', precision ', ini_get('precision') !== '3' ? 'as before' : 'changed', "\n";
?>
--EXPECT--
the application's
heard: mine
level 1, got false, precision as before
