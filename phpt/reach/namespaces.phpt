--TEST--
Functions and methods in namespaces, under their full names
--FILE--
<?php
namespace App\Sub;
function f() {}
class C { function m() {} static function s() {} }
f(); (new C)->m(); C::s(); \App\Sub\f();
echo "\n";
?>
--EXPECT--
[App\Sub\f] [App\Sub\C::m] [App\Sub\C::s] [App\Sub\f]
