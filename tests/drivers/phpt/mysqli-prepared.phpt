--TEST--
mysqlnd: prepared statements know their text and how many values they take; the values stay out
--FILE--
<?php
require __DIR__ . '/mysql.inc';
$t = table();
$seen = [];
watch('mysqlnd::*', $seen);
$db = connect();
$seen = [];
$find = $db->prepare("SELECT name FROM $t WHERE id = ? OR name = ?");
$other = $db->prepare("UPDATE $t SET name = ? WHERE id > 0");
$id = 1; $name = 'secret';
$find->bind_param('is', $id, $name);
$find->execute();
echo $find->get_result()->fetch_row()[0], "\n";
$name = 'two';
$find->execute();
$find->store_result();
echo $find->num_rows, "\n";
$find->free_result();
$other->execute(['hidden']);
echo $other->affected_rows, "\n";
// The same object with another statement.
$find->prepare("SELECT COUNT(*) FROM $t");
$find->execute();
$find->bind_result($count);
while ($find->fetch());
echo $count, "\n";
var_dump($db->prepare("SELECT nothing FROM $t"), $db->errno);
$find->close();
$twice = $db->prepare("INSERT INTO $t VALUES (?, ?)");
var_dump($twice->execute([1, 'secret']), $twice->errno);
echo implode("\n", $seen), "\n";
?>
--EXPECT--
one
2
2
2
bool(false)
int(1054)
bool(false)
int(1062)
> prepare(SELECT name FROM t WHERE id = ? OR name = ?)
< prepare true
> prepare(UPDATE t SET name = ? WHERE id > 0)
< prepare true
> execute(SELECT name FROM t WHERE id = ? OR name = ?, 2)
< execute true
> store_result(SELECT name FROM t WHERE id = ? OR name = ?)
< store_result 1
> execute(SELECT name FROM t WHERE id = ? OR name = ?, 2)
< execute true
> store_result(SELECT name FROM t WHERE id = ? OR name = ?)
< store_result 2
> execute(UPDATE t SET name = ? WHERE id > 0, 1)
< execute 2
> prepare(SELECT COUNT(*) FROM t)
< prepare true
> execute(SELECT COUNT(*) FROM t, 0)
< execute true
> prepare(SELECT nothing FROM t)
! prepare RuntimeException 1054: Unknown column '?'
> prepare(INSERT INTO t VALUES (?, ?))
< prepare true
> execute(INSERT INTO t VALUES (?, ?), 2)
! execute RuntimeException 1062: Duplicate entry '?'
