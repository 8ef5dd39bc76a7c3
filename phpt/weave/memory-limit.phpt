--TEST--
Running out of memory in a function
--FILE--
<?php
ini_set('memory_limit', '8M');
ini_set('display_errors', '0');
register_shutdown_function(function () { echo str_contains(error_get_last()['message'], 'Allowed memory size') ? 'out of memory' : 'other', "\n"; });
function eats($x) { static $all; $all = [$all, str_repeat('x', 100000)]; try { return eats($x + 1); } finally { $all[] = $x; } }
eats(1);
?>
--EXPECT--
out of memory
