--TEST--
mysqlnd: callbacks may change the statement, keep it from the server, recover from its error and replace it
--FILE--
<?php
require __DIR__ . '/mysql.inc';
$t = table();
$db = connect();

$hook = Weft\hook('mysqlnd::query', before: function (Weft\Call $call) { $call->arguments[0] = str_replace('id = 1', 'id = 2', $call->arguments[0]); });
echo $db->query("SELECT name FROM $t WHERE id = 1")->fetch_row()[0], "\n";
$hook->remove();

$hook = Weft\hook('mysqlnd::query', before: fn(Weft\Call $call) => $call->skip(5));
var_dump($db->query("DELETE FROM $t"), $db->affected_rows, $db->errno);
$hook->remove();
$hook = Weft\hook('mysqlnd::query', before: fn(Weft\Call $call) => $call->skip(false));
var_dump($db->query("DELETE FROM $t"), $db->errno, $db->error);
$hook->remove();
echo $db->query("SELECT COUNT(*) FROM $t")->fetch_row()[0], "\n";

$hook = Weft\hook('mysqlnd::query', failed: function (Weft\Call $call) { $call->error = null; $call->result = 0; });
var_dump($db->query('SELECT 1 FROM nowhere'), $db->errno, $db->affected_rows);
$hook->remove();
$hook = Weft\hook('mysqlnd::query', failed: function (Weft\Call $call) { $call->error = new LogicException('mine', 7, $call->error); });
try {
    $db->query('SELECT 1 FROM nowhere');
} catch (LogicException $e) {
    echo $e->getMessage(), $e->getPrevious()->getCode(), "\n";
}
$hook->remove();

$hook = Weft\hook('mysqlnd::query', before: fn() => throw new Weft\Block('not here'));
try {
    $db->query("DELETE FROM $t");
} catch (Weft\Block $e) {
    echo $e->getMessage(), "\n";
}
$pdo = pdo();
try {
    $pdo->exec("DELETE FROM $t");
} catch (Weft\Block $e) {
    echo $e->getMessage(), "\n";
}
$hook->remove();
$hook = Weft\hook('mysqlnd::store_result', before: fn(Weft\Call $call) => $call->skip(false));
echo $db->query("SELECT COUNT(*) FROM $t")->fetch_row()[0], "\n";
$hook->remove();

$hook = Weft\hook('mysqlnd::connect', before: function (Weft\Call $call) { $call->arguments[2] = 'information_schema'; });
echo connect()->query('SELECT DATABASE()')->fetch_row()[0], "\n";
$hook->remove();
$hook = Weft\hook('mysqlnd::connect', before: fn(Weft\Call $call) => $call->skip(false));
$none = @connect();
echo $none->connect_errno, ' ', $none->connect_error, "\n";
$hook->remove();
?>
--EXPECT--
two
bool(true)
int(5)
int(0)
bool(false)
int(2000)
string(32) "A hook kept this from the server"
2
bool(true)
int(0)
int(0)
mine1146
not here
not here
2
information_schema
2000 A hook kept this from the server
