--TEST--
mysqlnd: persistent connections of mysqli and PDO, used again and closed when the process ends
--INI--
weft.hook=mysqlnd::*
mysqli.rollback_on_cached_plink=1
--FILE--
<?php
require __DIR__ . '/mysql.inc';
$t = table();
$seen = [];
watch('mysqlnd::*', $seen);
$one = connect('p:localhost');
$id = $one->thread_id;
$one->begin_transaction();
$one->query("DELETE FROM $t");
$one->close();
$again = connect('p:localhost');
echo $again->thread_id === $id ? 'the same' : 'another', ' ', $again->query("SELECT COUNT(*) FROM $t")->fetch_row()[0], "\n";
$pdo = pdo([PDO::ATTR_PERSISTENT => true]);
$first = $pdo->query('SELECT CONNECTION_ID()')->fetchColumn();
$pdo = null;
echo pdo([PDO::ATTR_PERSISTENT => true])->query('SELECT CONNECTION_ID()')->fetchColumn() === $first ? 'the same' : 'another', "\n";
echo implode("\n", array_filter($seen, fn($line) => !str_contains($line, 'store_result') && !str_contains($line, '<'))), "\n";
?>
--EXPECTF--
the same 2
the same
> connect(localhost, root, weft, 3306, %s)
> query(START TRANSACTION%S)
> query(DELETE FROM t)
%A> query(SELECT COUNT(*) FROM t)
> connect(localhost, root, weft, 3306, %s)
> query(SELECT CONNECTION_ID())
> query(SELECT CONNECTION_ID())
