--TEST--
Static variables and properties of a trait belong to each class that uses it
--FILE--
<?php
trait Counts {
    private static $property = 0;
    function next() { static $n = 0; return ++$n; }
    static function total() { static $n = 100; self::$property++; return ++$n . '/' . self::$property; }
    function closure() { return function () { static $m = 0; return ++$m; }; }
}
class A { use Counts; }
class B { use Counts; }
class C extends A {}
$a = new A; $b = new B; $c = new C; 
echo $a->next(), $a->next(), $b->next(), $c->next(), $a->next(), "\n";
echo A::total(), ' ', A::total(), ' ', B::total(), ' ', C::total(), ' ', B::total(), "\n";
$f = $a->closure();
$g = $b->closure();
echo $f(), $f(), $g(), $a->closure()(), "\n";
?>
--EXPECT--
12134
101/1 102/2 101/1 103/3 102/2
1211
