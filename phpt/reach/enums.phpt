--TEST--
Methods of enums
--FILE--
<?php
enum E: string { case A = 'a'; function m() {} static function s() { return self::cases(); } }
E::A->m(); E::s(); E::from('a');
echo "\n";
?>
--EXPECT--
[E::m] [E::s]
