--TEST--
mysqlnd: asynchronous queries are sent and reaped; of several statements in one each result is heard of
--FILE--
<?php
require __DIR__ . '/mysql.inc';
$t = table();
$db = connect();
$two = connect();
$seen = [];
watch('mysqlnd::*', $seen);
$db->query('SELECT 1', MYSQLI_ASYNC);
$two->query("DELETE FROM $t WHERE id = 2", MYSQLI_ASYNC);
for ($left = 2; $left > 0;) {
    $read = $errors = $rejects = [$db, $two];
    if (!mysqli_poll($read, $errors, $rejects, 5)) {
        continue;
    }
    foreach ($read as $ready) {
        $results[$ready === $db ? 'one' : 'two'] = $ready->reap_async_query();
        $left--;
    }
}
echo $results['one']->fetch_row()[0], json_encode($results['two']), "\n";
sort($seen);
echo implode("\n", $seen), "\n\n";
$seen = [];
$db->multi_query("SELECT 1; DELETE FROM $t; SELECT 1 FROM nowhere; SELECT 2");
do {
    if ($result = $db->store_result()) {
        $result->free();
    }
} while ($db->next_result());
echo $db->errno, "\n", implode("\n", preg_replace('/\(.*\)/', '()', $seen)), "\n";
?>
--EXPECT--
1true
< reap_query 1
< reap_query true
< send_query true
< send_query true
< store_result 1
> reap_query(DELETE FROM t WHERE id = 2)
> reap_query(SELECT 1)
> send_query(DELETE FROM t WHERE id = 2)
> send_query(SELECT 1)
> store_result(SELECT 1)

1146
> query()
< query true
> store_result()
< store_result 1
> next_result()
< next_result 1
> next_result()
! next_result RuntimeException 1146: Table '?' doesn't exist
