--TEST--
A default value is no argument
--FILE--
<?php
const LIMIT = 10;
class A {}
function f($a = LIMIT * 2, $b = 5, $c = new A) { return func_num_args() . json_encode(func_get_args()); }
echo f(), f(1), f(1, 2), f(c: 3), "\n";
?>
--EXPECT--
0[]1[1]2[1,2]3[20,5,3]
