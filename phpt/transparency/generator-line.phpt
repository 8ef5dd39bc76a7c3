--TEST--
A generator that has not begun is where its code begins, and one that yields where it yields
--FILE--
<?php
function delegates($ignored) { yield from yields(1); }
class A
{
    function method($ignored)
    {

        yield from yields(2);
    }
    static function assigns($first,
        $second = 3)
    {
        $a = $first . $second;
        return yield $a;
    }
}
function yields($number)
{
    // A comment.
    yield $number;
    yield $number;
}
function place(Generator $generator): string
{
    $reflection = new ReflectionGenerator($generator);
    return $reflection->getExecutingLine() . ': ' . implode(' < ', array_map(
        static fn(array $frame): string => $frame['function'] . (isset($frame['line']) ? " at $frame[line]" : ''), $reflection->getTrace()));
}
foreach ([delegates(1), (new A)->method(1), A::assigns(1), yields(1), (static function () {

    yield 5;
})()] as $generator) {
    echo place($generator), "\n";
    $generator->current();
    echo place($generator), "\n";
}
?>
--EXPECT--
2: delegates
2: yields at 2 < delegates
8: method
8: yields at 8 < method
13: assigns
14: assigns
20: yields
21: yields
31: {closure}
32: {closure}
