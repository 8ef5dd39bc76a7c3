--TEST--
mysqlnd: what stands for its operations is in no list, takes no name, and warnings name who called mysqlnd
--INI--
weft.hook=mysqlnd::*
--FILE--
<?php
require __DIR__ . '/mysql.inc';
table();
$db = connect();
$db->query('SELECT 1');
var_dump(class_exists('mysqlnd'), array_filter(get_declared_classes(), fn($name) => strcasecmp($name, 'mysqlnd') === 0));
eval('class mysqlnd { const MINE = 1; static function query() { return "mine"; } }');
echo mysqlnd::query(), mysqlnd::MINE, "\n";
$db->query('SELECT 2');
set_error_handler(function ($level, $message) {
    echo preg_replace('/\(\d+\)/', '(N)', $message), "\n";
    foreach (debug_backtrace() as $frame) {
        echo ' ', $frame['class'] ?? '', $frame['type'] ?? '', $frame['function'], "\n";
    }
});
$none = new mysqli('no-such-host.invalid', 'root');
try {
    mysqli_report(MYSQLI_REPORT_ALL & ~MYSQLI_REPORT_INDEX);
    $db->query('SELECT 1 FROM nowhere');
} catch (mysqli_sql_exception $e) {
    echo $e->getMessage(), ' ', count($e->getTrace()), $e->getTrace()[0]['function'], "\n";
}
try {
    Weft\to_driver('SELECT 1');
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECTF--
bool(false)
array(0) {
}
mine1
mysqli::__construct(): php_network_getaddresses: getaddrinfo for no-such-host.invalid failed: %s
 {closure%S}
 mysqli->__construct
mysqli::__construct(): %s
 {closure%S}
 mysqli->__construct
Table 'weft.nowhere' doesn't exist 1query
Weft\to_driver() may only be called in a wrapper template
