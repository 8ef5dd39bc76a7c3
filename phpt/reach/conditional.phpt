--TEST--
Conditional functions, and functions inside functions
--FILE--
<?php
if (PHP_VERSION_ID > 0) { function conditional() {} }
function outer() { function inner() {} inner(); }
conditional(); outer(); inner();
class C { function m() { function in_method() {} in_method(); } }
(new C)->m();
echo "\n";
?>
--EXPECT--
[conditional] [outer] [inner] [inner] [C::m] [in_method]
