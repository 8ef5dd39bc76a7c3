--TEST--
Without weft.daemon nothing is reported
--INI--
weft.rules={PWD}/rules/timed.toml
--FILE--
<?php
var_dump(Weft\signal('order.paid', ['number' => 1]));
function timed(): string { return "done\n"; }
echo timed();
?>
--EXPECT--
bool(false)
done
