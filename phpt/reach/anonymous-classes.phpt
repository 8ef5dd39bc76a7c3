--TEST--
Methods of anonymous classes
--FILE--
<?php
$o = new class { function m() { return new class extends ArrayObject { function n() {} }; } };
$o->m()->n();
echo "\n";
?>
--EXPECT--
[class@anonymous::m] [ArrayObject@anonymous::n]
