--TEST--
max_execution_time ends a loop in a woven function, and shutdown functions run
--INI--
max_execution_time=1
--FILE--
<?php
register_shutdown_function(function () { echo "shut down\n"; });
class A { function __destruct() { echo "never\n"; } }
function spin(A $a) { try { for (;;); } finally { echo "never\n"; } }
spin(new A);
?>
--EXPECTF--

Fatal error: Maximum execution time of 1 second exceeded in %stime-limit.php on line 4%A
shut down
