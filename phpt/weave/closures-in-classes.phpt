--TEST--
Closures in methods keep the object and the class
--FILE--
<?php
class A {
    private $items = [3, 1, 2];
    private static $factor = 2;
    function sorted($desc = false) {
        usort($this->items, function ($a, $b) use ($desc) { return $desc ? $b <=> $a : $a <=> $b; });
        return implode($this->items);
    }
    function scaled() { return implode(',', array_map(fn ($x) => $x * self::$factor * count($this->items), $this->items)); }
    function later() { return fn () => fn () => $this->sorted() . static::class . self::class . __CLASS__ . __FUNCTION__; }
    static function make() { return static function () { return [self::$factor, static::class, __METHOD__]; }; }
}
class B extends A {}
$a = new B;
echo $a->sorted(), ' ', $a->sorted(true), ' ', $a->scaled(), ' ', $a->later()()(), "\n";
echo json_encode(B::make()()), "\n";
?>
--EXPECTF--
123 321 18,12,6 123BAA{closure%r(:{closure:A::later\(\):10}:10)?%r}
[2,"B","{closure%r(:A::make\(\):11)?%r}"]
