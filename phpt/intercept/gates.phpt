--TEST--
Functions that weft itself watches in callbacks are hooked like others, one after the other and again
--FILE--
<?php
foreach (['set_time_limit', 'ini_set', 'ob_start', 'error_reporting', 'set_error_handler', 'class_alias', 'debug_backtrace', 'get_class_methods'] as $name) {
    Weft\hook($name, function () use ($name) { echo "$name "; ini_set('precision', 5); });
}
class Own {}
function run() {
    set_time_limit(0);
    ini_set('precision', 10);
    ob_start();
    ob_end_flush();
    error_reporting(E_ALL);
    set_error_handler(null);
    class_alias('Own', 'Alias' . mt_rand());
    count(debug_backtrace());
    get_class_methods('ArrayObject');
    echo 1 / 3, "\n";
}
run();
Weft\unhook_all();
run();
?>
--EXPECT--
set_time_limit ini_set ob_start error_reporting set_error_handler class_alias debug_backtrace get_class_methods 0.3333333333
0.3333333333
