--TEST--
Only callbacks that declare a parameter get the Call, all of one invocation the same
--INI--
weft.hook=*
--FILE--
<?php
function target($a) { return $a; }
Weft\hook('target', before: function () { var_dump(func_num_args()); });
Weft\hook('target',
    before: function (Weft\Call $call) { $call->data = $call->arguments[0]; $GLOBALS['seen'][] = $call; },
    after: function ($call) { $GLOBALS['seen'][] = $call; echo "data $call->data\n"; });
Weft\hook('target', after: function (...$all) { $GLOBALS['seen'][] = $all[0]; var_dump(count($all)); });
target(1);
var_dump(count($seen), $seen[0] === $seen[1] && $seen[1] === $seen[2]);
target(2);
var_dump($seen[0] === $seen[3]);
?>
--EXPECT--
int(0)
int(1)
data 1
int(3)
bool(true)
int(0)
int(1)
data 2
bool(false)
