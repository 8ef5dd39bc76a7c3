--TEST--
Closures bound to objects and classes
--FILE--
<?php
class A { private $v = 'a'; private static $s = 'static a'; }
class B extends A { private $v = 'b'; }
$f = function ($suffix = '') { return $this->v . $suffix; };
$s = static function () { return self::$s . ' ' . static::class; };
echo Closure::bind($f, new A, A::class)(), "\n";
echo Closure::bind($f, new B, B::class)('!'), "\n";
echo $f->call(new A, '?'), "\n";
echo Closure::bind($s, null, A::class)(), ' ', Closure::bind($s, null, B::class)::class, "\n";
$twice = $f->bindTo(new A, A::class);
$again = $twice->bindTo(new B, B::class);
echo $twice(), $again(), $twice(), "\n";
$n = 0;
$count = function () use (&$n) { static $m = 0; return [++$n, ++$m]; };
$copy = clone $count;
$bound = $count->bindTo(new A);
echo json_encode([$count(), $count(), $copy(), $bound(), $count()]), "\n";
try {
    (function () { return $this->v; })();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
a
b!
a?
static a A Closure
aba
[[1,1],[2,2],[3,1],[4,1],[5,3]]
Using $this when not in object context
