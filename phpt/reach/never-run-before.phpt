--TEST--
Functions that ran before are the same as those that did not
--FILE--
<?php
function a() {} function b() { a(); }
for ($i = 0; $i < 3; $i++) { a(); }
b();
echo "\n";
?>
--EXPECT--
[a] [a] [a] [b] [a]
