--TEST--
Methods, static methods and late static binding
--INI--
error_reporting=8191
--FILE--
<?php
class A {
    public $value = 1;
    public static $count = 0;
    function get() { return $this->value; }
    function set($value) { $this->value = $value; return $this; }
    static function make() { static::$count++; return new static; }
    static function who() { return static::class . ' ' . self::class . ' ' . get_called_class(); }
    private function secret() { return 'A secret'; }
    function tell() { return $this->secret(); }
    protected static function hidden() { return 'hidden ' . static::class; }
    function instance() { return isset($this) ? 'with $this' : 'without'; }
}
class B extends A {
    private function secret() { return 'B secret'; }
    static function who() { return 'B: ' . parent::who(); }
    function open() { return self::hidden() . ', ' . parent::hidden() . ', ' . static::hidden() . ', ' . A::instance(); }
}
$b = B::make();
echo get_class($b), ' ', $b->set(5)->get(), ' ', A::$count, "\n";
echo A::who(), "\n", B::who(), "\n", $b->tell(), "\n", $b->open(), "\n";
try {
    $b->secret();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
try {
    A::hidden();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
try {
    A::get();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
echo implode(' ', array_map([$b, 'set'], [9])[0] === $b ? ['same'] : ['other']), ' ', call_user_func('B::who'), ' ', call_user_func([$b, 'parent::who']), "\n";
?>
--EXPECT--
B 5 1
A A A
B: B A B
A secret
hidden B, hidden B, hidden B, with $this
Call to private method B::secret() from global scope
Call to protected method A::hidden() from global scope
Non-static method A::get() cannot be called statically
same B: B A B B A B
