--TEST--
Functions and classes that eval() makes
--FILE--
<?php
eval('function evaluated($x) { return "evaluated $x"; } class Made { function m() { return __METHOD__; } }');
echo evaluated(1), ' ', (new Made)->m(), "\n";
function inside($n) {
    $local = $n * 2;
    $result = eval('$local++; return function () use ($local) { return $local; };');
    return [$local, $result()];
}
echo json_encode(inside(5)), "\n";
echo array_sum(eval('return array_map(fn ($x) => $x ** 2, [1, 2, 3]);')), "\n";
for ($i = 0; $i < 5; $i++) {
    eval("function numbered$i() { static \$calls = $i; return ++\$calls; }");
}
echo numbered0(), numbered4(), numbered4(), "\n";
for ($i = 0; $i < 1000; $i++) {
    $f = eval('return function ($x) { static $n = 0; $n += $x; return $n; };');
    $last = $f($i) + $f(1);
}
echo $last, "\n";
try {
    eval('function (');
} catch (ParseError $e) {
    echo get_class($e), ' ', $e->getMessage(), "\n";
}
?>
--EXPECT--
evaluated 1 Made::m
[11,11]
14
156
1999
ParseError Unclosed '('
