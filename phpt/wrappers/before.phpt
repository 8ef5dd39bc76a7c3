--TEST--
A wrapper that drops the result
--INI--
weft.rules={PWD}/rules/before.toml
--FILE--
<?php
class D { function __destruct() { echo 'dropped '; } }
function makes() { return new D; }
function text() { return 'original'; }
function list_of() { foreach ([new D, 2] as $x) { return [$x, [$x]]; } }
function &by_reference() { static $x = 5; return $x; }
function finally_too() { try { return new D; } finally { echo 'finally '; } }
echo makes(), "\n", text(), "\n", list_of(), "\n", by_reference(), "\n", finally_too(), "\n";
for ($i = 0; $i < 3; $i++) { $x = makes(); }
echo $x, "\n";
?>
--EXPECT--
before before dropped after
before after
before before dropped after
before after
before finally before dropped after
before before dropped before before dropped before before dropped after
