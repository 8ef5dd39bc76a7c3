--TEST--
mysqlnd: PDO goes the same way: emulated and native statements, transactions, exceptions
--FILE--
<?php
require __DIR__ . '/mysql.inc';
$t = table();
$seen = [];
$pdo = pdo();
watch('mysqlnd::*', $seen);
$pdo->beginTransaction();
$set = $pdo->prepare("UPDATE $t SET name = ? WHERE id = ?");
$set->execute(['uno', 1]);
echo $set->rowCount(), "\n";
$pdo->rollBack();
echo $pdo->query("SELECT name FROM $t WHERE id = 1")->fetchColumn(), "\n";
$pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, false);
$find = $pdo->prepare("SELECT name FROM $t WHERE id = :id");
$find->execute(['id' => 2]);
echo json_encode($find->fetchAll(PDO::FETCH_COLUMN)), "\n";
try {
    $pdo->exec("INSERT INTO $t VALUES (1, 'secret')");
} catch (PDOException $e) {
    echo $e->getMessage(), "\n", $e->getPrevious() ? 'chained' : 'alone', "\n";
}
echo implode("\n", $seen), "\n";
?>
--EXPECT--
1
one
["two"]
SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry '1' for key 'PRIMARY'
alone
> query(START TRANSACTION)
< query 0
> query(UPDATE t SET name = 'uno' WHERE id = '1')
< query 1
> query(ROLLBACK )
< query 0
> query(SELECT name FROM t WHERE id = 1)
< query true
> store_result(SELECT name FROM t WHERE id = 1)
< store_result 1
> prepare(SELECT name FROM t WHERE id = ?)
< prepare true
> execute(SELECT name FROM t WHERE id = ?, 1)
< execute true
> store_result(SELECT name FROM t WHERE id = ?)
< store_result 1
> query(INSERT INTO t VALUES (1, 'secret'))
! query RuntimeException 1062: Duplicate entry '?'
