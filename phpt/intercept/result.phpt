--TEST--
skip(), a changed result and a recovered error of an internal function are held against its return type
--FILE--
<?php
ini_set('error_log', '/dev/null');
$hook = function (string $target, ...$callbacks) { Weft\unhook_all(); return Weft\hook($target, ...$callbacks); };
$hook('md5', fn(Weft\Call $call) => $call->skip('skipped'));
echo md5('a'), "\n";
$hook('md5', fn(Weft\Call $call) => $call->skip([]));
echo md5('a'), "\n";
$hook('md5', after: function (Weft\Call $call) { $call->result = strtoupper($call->result); });
echo md5('a'), "\n";
$hook('md5', after: function (Weft\Call $call) { $call->result = new stdClass; });
echo md5('a'), "\n";
$hook('intdiv', after: function (Weft\Call $call) { $call->result = '12'; });
var_dump(intdiv(4, 2));
$hook('intdiv', failed: function (Weft\Call $call) { $call->error = null; $call->result = 0; });
var_dump(intdiv(4, 0));
$hook('intdiv', failed: function (Weft\Call $call) { $call->error = null; $call->result = 'none'; });
try { intdiv(4, 0); } catch (Error $e) { echo get_class($e), "\n"; }
$hook('intdiv', failed: function (Weft\Call $call) { $call->error = new LogicException('other', 0, $call->error); });
try { intdiv(4, 0); } catch (LogicException $e) { echo $e->getMessage(), ' ', get_class($e->getPrevious()), "\n"; }
$hook('ArrayObject::offsetGet', fn(Weft\Call $call) => $call->skip('instead'));
echo (new ArrayObject([1]))->offsetGet(0), "\n";
$hook('array_sum', fn(Weft\Call $call) => $call->skip(1.5));
var_dump(array_sum([1, 2]));
?>
--EXPECT--
skipped
0cc175b9c0f1b6a831c399e269772661
0CC175B9C0F1B6A831C399E269772661
0cc175b9c0f1b6a831c399e269772661
int(12)
int(0)
DivisionByZeroError
other DivisionByZeroError
instead
float(1.5)
