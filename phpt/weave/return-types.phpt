--TEST--
Return types: classes, unions, nullable, iterable, static, self
--FILE--
<?php
interface I {}
class A implements I {
    function self(): self { return $this; }
    function fluent(): static { return $this; }
    static function make(): static { return new static; }
    function maybe($x): ?I { return $x; }
    function union($x): int|A|null|false { return $x; }
    function both($x): Countable&Traversable { return $x; }
    function any($x): mixed { return $x; }
    function it($x): iterable { return $x; }
    function call(): callable { return 'strlen'; }
    function closure(): Closure { return fn (): int => 1; }
}
class B extends A { function wrong(): static { return new A; } }
$b = B::make();
echo get_class($b->self()->fluent()), get_class($b->maybe(new A)), var_export($b->maybe(null), true), $b->union(1), var_export($b->union(false), true), "\n";
echo get_class($b->both(new ArrayObject)), count($b->it([1, 2])), $b->call()('four'), $b->closure()(), gettype($b->any(null)), "\n";
foreach ([fn () => $b->wrong(), fn () => $b->maybe(new stdClass), fn () => $b->union('x'), fn () => $b->both([]), fn () => $b->it(1), fn () => $b->union(true)] as $try) {
    try {
        $try();
        echo "no error\n";
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
BANULL1false
ArrayObject241NULL
B::wrong(): Return value must be of type B, A returned
A::maybe(): Return value must be of type ?I, stdClass returned
A::union(): Return value must be of type A|int|false|null, string returned
A::both(): Return value must be of type Countable&Traversable, array returned
A::it(): Return value must be of type Traversable|array, int returned
no error
