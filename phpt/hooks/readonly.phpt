--TEST--
A read-only hook changes nothing: arguments, skip, result, error and Weft\Block are refused, logged and counted
--INI--
weft.hook=*
--FILE--
<?php
function target(int $n) { echo $n, "\n"; if ($n < 0) throw new LogicException('mine'); return $n; }
$hook = Weft\hook('target',
    function (Weft\Call $call) { $call->arguments[0] = 5; },
    function (Weft\Call $call) { $call->result = 'other'; },
    function (Weft\Call $call) { $call->error = null; },
    readonly: true);
$free = Weft\hook('target', function (Weft\Call $call) { $call->data = $call->arguments[0]; }, function (Weft\Call $call) { echo "saw $call->result\n"; });
var_dump(target(1));
try { target(-1); } catch (LogicException $e) { echo $e->getMessage(), "\n"; }
echo $hook->stats()['failures'], "\n";
Weft\unhook_all();
Weft\hook('target', function (Weft\Call $call) { $call->skip('skipped'); }, readonly: true);
var_dump(target(2));
Weft\unhook_all();
$hook = Weft\hook('target', function () { throw new Weft\Block('stop'); }, readonly: true);
var_dump(target(3));
echo $hook->stats()['failures'], "\n";
?>
--EXPECTF--
weft: a change by the before callback for target is refused: the hook is read-only
1
saw 1
weft: a change by the after callback for target is refused: the hook is read-only
int(1)
weft: a change by the before callback for target is refused: the hook is read-only
-1
weft: a change by the failed callback for target is refused: the hook is read-only
mine
4
weft: a change by the before callback for target is refused: the hook is read-only
2
int(2)
weft: the before callback for target threw Weft\Block: stop in %sreadonly.php:16, which is refused: the hook is read-only
3
int(3)
1
