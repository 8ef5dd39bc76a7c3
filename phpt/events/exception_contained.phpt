--TEST--
A listener that throws changes nothing; what it throws itself it does not hear of
--FILE--
<?php
Weft\on('exception', function ($exception) { try { throw new Exception('own'); } catch (Exception) { echo "own\n"; } throw new RuntimeException('from the listener'); });
function f() {
    try { throw new LogicException('x'); } finally { echo "finally\n"; }
}
try { f(); } catch (Exception $e) { echo get_class($e), ' ', $e->getLine(), ' ', json_encode($e->getPrevious()), "\n"; }
?>
--EXPECTF--
own
weft: the before callback for exception threw RuntimeException: from the listener in %s:2
finally
LogicException 4 null
