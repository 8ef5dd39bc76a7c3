--TEST--
What exit cannot end with is refused, and it ends as it was
--FILE--
<?php
Weft\hook('exit', function (Weft\Call $call) { $call->arguments = [['no status']]; });
Weft\hook('exit', function (Weft\Call $call) { $call->skip(); }, readonly: true);
eval('function ends() { exit("as it was\n"); }');
ends();
?>
--EXPECT--
weft: a change by the before callback for exit is refused: argument #1 must be of type string|int, array given
weft: a change by the before callback for exit is refused: the hook is read-only
as it was
