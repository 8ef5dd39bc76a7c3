--TEST--
An array argument that nobody else holds is not copied
--FILE--
<?php
function appends(array $list) { $before = memory_get_usage(); $list[] = 1; return memory_get_usage() - $before < 100000 ? 'in place' : 'copied'; }
echo appends(range(1, 100000)), "\n";
?>
--EXPECT--
in place
