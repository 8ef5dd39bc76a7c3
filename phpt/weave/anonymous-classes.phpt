--TEST--
Anonymous classes, also several from one place
--FILE--
<?php
function make($n) {
    return new class($n) {
        static $made = 0;
        function __construct(private int $n) { self::$made++; }
        function n() { return $this->n; }
        function other() { return new class extends ArrayObject { function size() { return count($this); } }; }
    };
}
$a = make(1);
$b = make(2);
echo $a->n(), $b->n(), ' ', get_class($a) === get_class($b) ? 'same class' : 'different classes', ' ', $a::$made, "\n";
echo $a->other()->size(), ' ', str_contains(get_class($a), 'class@anonymous') ? 'anonymous' : get_class($a), "\n";
interface Shape { function area(); }
echo (new class implements Shape { function area() { return 42; } })->area(), "\n";
$list = array_map(fn ($k) => new class { public $k; function set($k) { $this->k = $k; return $this; } }, [1, 2]);
echo $list[0]->set('x')->k, $list[1]->set('y')->k, $list[0]->k, "\n";
?>
--EXPECT--
12 same class 2
0 anonymous
42
xyx
