--TEST--
Events are told in shutdown functions and destructors, too
--FILE--
<?php
Weft\on('error', fn(int $level, string $message) => print("[$message]\n"));
class Late { function __destruct() { @trigger_error('destructor'); } }
$late = new Late;
register_shutdown_function(fn() => @trigger_error('shutdown'));
?>
--EXPECT--
[shutdown]
[destructor]
