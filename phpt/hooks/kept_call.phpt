--TEST--
A Call that outlives its invocation keeps its arguments
--INI--
weft.hook=*
--FILE--
<?php
function target(array $list, $x = null) { $list[] = 'changed'; $x = 'changed'; return $list; }
Weft\hook('target', function (Weft\Call $call) { $GLOBALS['kept'][] = $call; });
Weft\hook('target', after: function (Weft\Call $call) { $GLOBALS['late'][] = $call; });
target([1], new stdClass);
target([2]);
foreach ($kept as $call) echo json_encode([$call->arguments, $call->result]), "\n";
var_dump($kept === $late);
$kept[0]->arguments[] = 'no effect any more';
$kept[0]->result = 'neither';
echo json_encode($kept[0]->arguments), "\n";
?>
--EXPECT--
[[[1],{}],[1,"changed"]]
[[[2]],[2,"changed"]]
bool(true)
[[1],{},"no effect any more"]
