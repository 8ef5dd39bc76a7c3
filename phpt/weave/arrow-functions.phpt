--TEST--
Arrow functions see what is around them
--FILE--
<?php
$x = 1;
$f = fn ($y) => $x + $y;
$x = 100;
echo $f(1), "\n";
$nested = fn ($a) => fn ($b) => fn ($c) => "$a$b$c$x";
echo $nested(1)(2)(3), "\n";
$reference = fn & (array &$list) => $list;
$list = [1];
$r = &$reference($list);
$r[] = 2;
echo count($list), "\n";
$variadic = fn (...$all) => array_sum($all);
echo $variadic(...[1, 2, 3]), ' ', (fn ($a, $b = 5) => $a - $b)(b: 1, a: 3), "\n";
$generator = fn () => yield from [1, 2, 3];
echo implode(',', iterator_to_array($generator())), "\n";
$throws = fn () => throw new LogicException('thrown in an arrow');
try {
    $throws();
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
echo implode(',', array_filter([1, 2, 3, 4], fn ($n) => $n % 2 === 0)), "\n";
$inc = fn () => $x++;
echo $inc(), $inc(), $x, "\n";
?>
--EXPECT--
2
123100
2
6 2
1,2,3
thrown in an arrow
2,4
100100100
