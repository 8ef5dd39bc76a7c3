<?php
// By hand: a callback before.
final class Callbacks
{
    public static Closure $before;
}
Callbacks::$before = static function (): void {};

function original(int $a, string $b): int
{
    return $a + strlen($b);
}

function target(int $a, string $b): int
{
    (Callbacks::$before)();
    return original($a, $b);
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
