--TEST--
memoize keeps results of methods and closures with their object, those of static methods with their class
--INI--
weft.rules={PWD}/rules/memoize.toml
--FILE--
<?php
class Shop
{
    private int $calls = 0;
    public static int $static = 0;
    public function __construct(private string $name) {}
    public function price(int $id): string { return "$this->name $id: " . ++$this->calls; }
    public static function rate(string $currency): string { return static::class . " $currency: " . ++self::$static; }
    public function own(): self { return $this; }
    public function __destruct() { echo "gone: $this->name\n"; }
}
class Market extends Shop {}
$one = new Shop('one');
$two = new Shop('two');
echo $one->price(1), ', ', $one->price(1), ', ', $one->price(2), ', ', $two->price(1), "\n";
echo Shop::rate('EUR'), ', ', Shop::rate('EUR'), ', ', Market::rate('EUR'), ', ', Market::rate('EUR'), "\n";
echo "an object is not held by its results:\n";
unset($one);
echo "nor are they found by another in its place:\n";
$one = new Shop('new');
echo $one->price(1), "\n";
foreach ([2, 3] as $factor) {
    $times = static function (int $n) use ($factor) { static $calls = 0; $calls++; return "$n * $factor = " . $n * $factor . ", call $calls"; };
    echo $times(10), '; ', $times(10), "\n";
}
$price = $two->price(...);
echo $price(1), ', ', $price(1), "\n";
echo "but one that keeps itself stays to the end:\n";
$two->own();
unset($two, $price, $times);
echo "end\n";
?>
--EXPECTREGEX--
one 1: 1, one 1: 1, one 2: 2, two 1: 1
Shop EUR: 1, Shop EUR: 1, Market EUR: 2, Market EUR: 2
an object is not held by its results:
gone: one
nor are they found by another in its place:
new 1: 1
10 \* 2 = 20, call 1; 10 \* 2 = 20, call 1
10 \* 3 = 30, call 1; 10 \* 3 = 30, call 1
two 1: [12], two 1: [12]
but one that keeps itself stays to the end:
end
gone: (two|new)
gone: (two|new)
