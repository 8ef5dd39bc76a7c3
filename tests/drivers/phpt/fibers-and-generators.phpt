--TEST--
mysqlnd: a callback that suspends its fiber inside of an operation, while another fiber runs one of its own
--INI--
weft.hook=mysqlnd::*
--FILE--
<?php
require __DIR__ . '/mysql.inc';
$log = [];
Weft\hook('mysqlnd::query', before: function (Weft\Call $call) use (&$log) {
    $log[] = '>' . $call->arguments[0];
    if (Fiber::getCurrent()) {
        Fiber::suspend();
    }
}, after: function (Weft\Call $call) use (&$log) { $log[] = '<' . $call->arguments[0]; });
$ask = function (string $what): string {
    $db = connect();
    return $db->query($what)->fetch_row()[0];
};
$one = new Fiber($ask);
$two = new Fiber($ask);
$lost = new Fiber($ask);
$one->start("SELECT 'a'");
$two->start("SELECT 'b'");
$lost->start("SELECT 'c'");
echo $ask("SELECT 'd'"), "\n";
$one->resume();
$two->resume();
echo $one->getReturn(), $two->getReturn(), "\n";
unset($lost);
gc_collect_cycles();
echo $ask("SELECT 'e'"), "\n", implode("\n", $log), "\n";
?>
--EXPECT--
d
ab
e
>SELECT 'a'
>SELECT 'b'
>SELECT 'c'
>SELECT 'd'
<SELECT 'd'
<SELECT 'a'
<SELECT 'b'
>SELECT 'e'
<SELECT 'e'
