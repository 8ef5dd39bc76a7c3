<?php
// By hand: callbacks before and after, also after an exception.
final class Callbacks
{
    public static Closure $before;
    public static Closure $after;
}
Callbacks::$before = static function (): void {};
Callbacks::$after = static function (): void {};

function original(int $a, string $b): int
{
    return $a + strlen($b);
}

function target(int $a, string $b): int
{
    (Callbacks::$before)();
    try {
        $result = original($a, $b);
    } catch (Throwable $error) {
        (Callbacks::$after)();
        throw $error;
    }
    (Callbacks::$after)();
    return $result;
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
