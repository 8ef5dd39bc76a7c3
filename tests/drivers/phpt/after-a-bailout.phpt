--TEST--
mysqlnd: what a fatal error left half way, in the script and in a fiber, does not disturb the operations of shutdown functions
--INI--
weft.hook=mysqlnd::*
memory_limit=16M
display_errors=0
log_errors=0
--FILE--
<?php
require __DIR__ . '/mysql.inc';
register_shutdown_function(function () use (&$fiber) {
    $fiber = null;
    for ($i = 0; $i < 50; $i++) {
        $all[] = str_repeat('y', 300 + $i);
        $sum = ($sum ?? 0) + connect()->query('SELECT 1')->fetch_row()[0];
    }
    echo "then $sum\n";
});
$hook = Weft\hook('mysqlnd::query', before: function () {
    if (Fiber::getCurrent()) {
        Fiber::suspend();
    }
});
$fiber = new Fiber(fn() => connect()->query('SELECT 1'));
$fiber->start();
set_error_handler(function () { for ($all = [];;) { $all[] = str_repeat('x', 100000); } });
new mysqli('no-such-host.invalid', 'root');
?>
--EXPECTF--
%Athen 50
