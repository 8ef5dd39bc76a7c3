--TEST--
What woven code calls is for woven code only
--FILE--
<?php
foreach (['construct_operand', 'construct_otherwise', 'construct_after', 'construct_before'] as $name) {
    try {
        ("Weft\\$name")(...($name == 'construct_after' ? [1] : []));
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
}
?>
--EXPECT--
Weft\construct_operand() may only be called by woven code
Weft\construct_otherwise() may only be called by woven code
Weft\construct_after() may only be called by woven code
Weft\construct_before() expects exactly 2 arguments, 0 given
