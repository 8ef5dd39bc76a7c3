--TEST--
mysqlnd: an operation that fails while an object is freed leaves the code that freed it alone
--INI--
weft.hook=mysqlnd::*
mysqli.rollback_on_cached_plink=1
--FILE--
<?php
require __DIR__ . '/mysql.inc';
$seen = [];
watch('mysqlnd::query', $seen);
for ($i = 0; $i < 3; $i++) {
    $db = connect('p:localhost');
    connect()->query('KILL ' . $db->thread_id);
    $seen = [];
    unset($db);
    echo $i, ' ', implode(" ", preg_replace("~\(.*~", "", $seen)), "\n";
}
function freed(): string
{
    $db = connect('p:localhost');
    connect()->query('KILL ' . $db->thread_id);
    return 'and on';
}
echo freed(), "\n";
?>
--EXPECTF--
0 > query ! query RuntimeException %d: %s
1 > query ! query RuntimeException %d: %s
2 > query ! query RuntimeException %d: %s
and on
