--TEST--
A closure that calls itself
--FILE--
<?php
$factorial = function ($n) use (&$factorial) { return $n < 2 ? 1 : $n * $factorial($n - 1); };
echo $factorial(20), "\n";
$sum = fn ($f, $n) => $n === 0 ? 0 : $n + $f($f, $n - 1);
echo $sum($sum, 100), "\n";
$tree = ['a' => 1, 'b' => ['c' => 2, 'd' => ['e' => 3]]];
$walk = function (array $tree, $depth = 0) use (&$walk) {
    foreach ($tree as $key => $value) {
        if (is_array($value)) {
            yield $key => $depth;
            yield from $walk($value, $depth + 1);
        } else {
            yield $key => $value;
        }
    }
};
foreach ($walk($tree) as $k => $v) {
    echo "$k=$v ";
}
echo "\n";
$self = function () { static $depth = 0; if (++$depth < 5) { $f = __FUNCTION__; return $this->again->__invoke(); } return $depth; };
$o = new stdClass;
$o->again = $self->bindTo($o);
$o->again = $o->again->bindTo($o);
echo ($o->again)(), "\n";
?>
--EXPECT--
2432902008176640000
5050
a=1 b=0 c=2 d=1 e=3 
5
