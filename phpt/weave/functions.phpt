--TEST--
A function keeps its parameters, its result and its name
--FILE--
<?php
function sum($a, $b = 2, ...$more) {
    return __FUNCTION__ . ' ' . ($a + $b + array_sum($more));
}
function nothing() {
}
function text(): string { return 'text'; }
echo sum(1), "\n", sum(1, 5), "\n", sum(1, 2, 3, 4), "\n";
var_dump(nothing());
echo text(), ' ', \strtoupper(text()), "\n";
echo implode(',', array_map('sum', [1, 2], [3, 4])), "\n";
echo call_user_func('sum', 1), ' ', call_user_func_array('sum', [1, 2, 3]), ' ', ('sum')(7), "\n";
?>
--EXPECT--
sum 3
sum 6
sum 10
NULL
text TEXT
sum 4,sum 6
sum 3 sum 6 sum 9
