--TEST--
Without weft.daemon nothing is reported
--FILE--
<?php
var_dump(Weft\signal('order.paid', ['number' => 1]));
Weft\enter();
Weft\leave();
Weft\count();
echo "done\n";
?>
--EXPECT--
bool(false)
done
