--TEST--
A hook that no rule announced has what PHP compiles from then on, and says of the rest when
--FILE--
<?php
$hook = Weft\on('include', fn(Weft\Call $call) => print('<'));
var_dump($hook->stats()['state'], str_contains($hook->stats()['reason'], 'late.php was compiled without it'));
echo include __DIR__ . '/files/value.inc', "\n";
echo json_encode(include __DIR__ . '/files/nested.inc'), "\n";
echo $hook->stats()['calls'], "\n";
$hook->remove();
echo json_encode(include __DIR__ . '/files/nested.inc'), "\n";
?>
--EXPECT--
string(12) "next request"
bool(true)
value
<["value",7]
1
["value",7]
