--TEST--
exit in a function, and what runs after it
--FILE--
<?php
class D { function __destruct() { echo "destructed\n"; } }
register_shutdown_function(function () { echo "shutdown\n"; });
function leaves($x) { $d = new D; try { deeper(); } catch (Throwable $e) { echo "not caught\n"; } finally { echo "no finally\n"; } }
function deeper() { exit("leaving\n"); }
leaves(1);
echo "not reached\n";
?>
--EXPECT--
leaving
destructed
shutdown
