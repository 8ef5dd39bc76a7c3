--TEST--
Callbacks that hear of a destroyed generator change nothing and break nothing: errors, Weft\Block, a pending exception, the end of the script
--INI--
weft.hook=*
--FILE--
<?php
function numbers() { yield 1; yield 2; }
$hook = Weft\hook('numbers', after: function (Weft\Call $call) { $call->result = 'something'; });
$g = numbers(); $g->current(); unset($g);
$hook->remove();
$hook = Weft\hook('numbers', after: function () { throw new Weft\Block('stop'); });
$g = numbers(); $g->current(); unset($g);
$hook->remove();
// While an exception of the application is on its way.
$hook = Weft\hook('numbers', after: function (Weft\Call $call) { echo $call->abandoned ? "abandoned\n" : "wrong\n"; throw new Exception('boom'); });
function fails() { $g = numbers(); $g->current(); throw new LogicException('mine'); }
try { fails(); } catch (LogicException $e) { echo $e->getMessage(), ' ', json_encode($e->getPrevious()), "\n"; }
// In a callback nobody is told.
Weft\hook('other', function () { $g = numbers(); $g->current(); unset($g); });
function other() { echo "|\n"; }
other();
// Cycles through the call's data are collected.
$hook->remove();
$hook = Weft\hook('numbers', function (Weft\Call $call) { $call->data = $call; }, function () { echo "collected\n"; });
$g = numbers(); $g->current(); $g = null;
gc_collect_cycles();
$hook->remove();
$hook = Weft\hook('numbers', after: 'late');
function late() { echo "late\n"; throw new Exception('at the end'); }
$kept = numbers(); $kept->current();
?>
--EXPECTF--
weft: a change by the after callback for numbers is refused: the generator was destroyed, and has no result
weft: the after callback for numbers threw Weft\Block: stop in %s:6, which is refused: the generator was destroyed, and has no result
abandoned
weft: the after callback for numbers threw Exception: boom in %s:10
mine null
|
collected
late
weft: the after callback for numbers threw Exception: at the end in %s:24
