--TEST--
A closure's variables: by value when it is made, by reference for ever
--FILE--
<?php
$value = 1;
$reference = 1;
$both = function ($more = 0) use ($value, &$reference) {
    $value++;
    $reference += 10;
    return $value + $reference + $more;
};
$value = 100;
echo $both(), ' ', $both(5), ' ', $reference, "\n";
$made = [];
foreach ([1, 2, 3] as $n) {
    $made[] = function () use ($n) { return $n * 10; };
}
foreach ($made as $f) {
    echo $f(), ' ';
}
echo "\n";
$list = [];
$push = function ($x) use (&$list) { $list[] = $x; return count($list); };
$push('a');
$push('b');
echo implode($list), ' ', $push('c'), "\n";
unset($reference);
echo $both(), "\n";
function &counter() {
    static $n = 0;
    $step = function & () use (&$n) { $n++; return $n; };
    return $step();
}
counter();
$c = &counter();
$c = 50;
echo counter(), "\n";
?>
--EXPECT--
13 28 21
10 20 30 
ab 3
33
51
