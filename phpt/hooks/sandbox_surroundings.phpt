--TEST--
Handlers, buffers, settings, error_reporting() and the last error are after a callback as they were before
--INI--
weft.hook=*
--FILE--
<?php
set_exception_handler(function ($e) { echo 'application: ', $e->getMessage(), "\n"; });
@$no->thing;
set_error_handler(function ($level, $message) { echo "application: $message\n"; return true; });
function target() { echo "|\n"; }
$hook = Weft\hook('target', function () {
    set_error_handler(function ($level, $message) { echo "callback: $message\n"; return true; });
    echo $mine;
    set_error_handler(null);
    set_exception_handler(fn() => 1);
    restore_error_handler(); restore_error_handler(); restore_error_handler(); restore_error_handler();
    restore_exception_handler(); restore_exception_handler();
    set_error_handler(function () { }, 0);
    error_reporting(0);
    ini_set('precision', 3);
    set_time_limit(3);
    ini_set('memory_limit', '1G');
    ob_start(); echo "left in a buffer\n"; ob_start(fn($text) => strtoupper($text), 0, 0); echo "that transforms\n";
    error_clear_last();
});
$settings = fn() => [ini_get('precision'), ini_get('memory_limit'), ini_get('max_execution_time'), ini_get('error_reporting'), error_reporting(), ob_get_level(), error_get_last()['message']];
ini_set('precision', 5);
$before = $settings();
ob_start();
echo "in the application's\n";
target();
$level = ob_get_level();
$text = ob_get_clean();
echo $text;
var_dump($level, $before === $settings(), $hook->stats()['failures']);
echo $undefined;
@target();
echo error_reporting() === E_ALL ? "all\n" : "not all\n";
throw new Exception('uncaught');
?>
--EXPECT--
in the application's
callback: Undefined variable $mine
left in a buffer
THAT TRANSFORMS
|
int(1)
bool(true)
int(0)
application: Undefined variable $undefined
callback: Undefined variable $mine
left in a buffer
THAT TRANSFORMS
|
all
application: uncaught
