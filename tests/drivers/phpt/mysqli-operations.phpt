--TEST--
mysqlnd: a hook is given each operation of mysqli with its statement, its rows and its error
--FILE--
<?php
require __DIR__ . '/mysql.inc';
$t = table();
$seen = [];
$hook = watch('mysqlnd::*', $seen);
$db = connect();
$result = $db->query("SELECT * FROM $t WHERE id < 10");
echo $result->num_rows, $result->fetch_row()[1], "\n";
var_dump($db->query("UPDATE $t SET name = 'uno' WHERE id = 1"));
var_dump($db->query("INSERT INTO $t VALUES (1, 'secret')"), $db->errno, $db->affected_rows);
var_dump($db->query('SELEKT 1'));
$db->real_query("SELECT id FROM $t");
$rows = $db->use_result();
while ($rows->fetch_row());
$rows->free();
echo implode("\n", $seen), "\n";
echo $hook->stats()['failures'], "\n";
?>
--EXPECTF--
2one
bool(true)
bool(false)
int(1062)
int(-1)
bool(false)
> connect(, root, weft, 3306, %s)
< connect true
> query(SELECT * FROM t WHERE id < 10)
< query true
> store_result(SELECT * FROM t WHERE id < 10)
< store_result 2
> query(UPDATE t SET name = 'uno' WHERE id = 1)
< query 1
> query(INSERT INTO t VALUES (1, 'secret'))
! query RuntimeException 1062: Duplicate entry '?'
> query(SELEKT 1)
! query RuntimeException 1064: You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax to use near '?' at line 1
> query(SELECT id FROM t)
< query true
0
