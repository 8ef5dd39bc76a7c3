--TEST--
Functions
--FILE--
<?php
function plain() { return "plain\n"; }
namespace_free();
function namespace_free() { echo "early\n"; }
echo plain(), plain();
function empty_one() {}
empty_one();
function constant_one() { return 5; }
constant_one();
echo constant_one(), "\n";
?>
--EXPECT--
[namespace_free] early
[plain] plain
[plain] plain
[empty_one] [constant_one] [constant_one] 5
