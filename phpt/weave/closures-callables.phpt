--TEST--
First-class callables and Closure::fromCallable
--FILE--
<?php
class A {
    private $x = 5;
    function add($y = 1) { return $this->x + $y; }
    static function twice($z) { return 2 * $z; }
    function __call($name, $args) { return "$name(" . implode(',', $args) . ')'; }
    static function __callStatic($name, $args) { return "::$name(" . implode(',', $args) . ')'; }
    function expose() { return [$this->secret(...), Closure::fromCallable([$this, 'secret'])]; }
    private function secret($s = 'default') { return "secret $s"; }
}
function plain(int ...$n) { return array_sum($n); }
$a = new A;
$add = $a->add(...);
$twice = A::twice(...);
$plain = plain(...);
$magic = $a->missing(...);
$magicStatic = A::missing(...);
echo $add(), ' ', $add(10), ' ', $twice(4), ' ', $plain(1, 2, 3), ' ', $magic(1, 2), ' ', $magicStatic(3), "\n";
foreach ($a->expose() as $f) {
    echo $f(), ' ', $f('given'), "\n";
}
$closure = function ($x) { return $x . '!'; };
$again = $closure(...);
echo $again('again'), ' ', implode(' ', array_map($a->add(...), [1, 2])), "\n";
?>
--EXPECT--
6 15 8 6 missing(1,2) ::missing(3)
secret default secret given
secret default secret given
again! 6 7
