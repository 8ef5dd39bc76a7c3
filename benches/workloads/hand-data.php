<?php
// By hand: callbacks before and after that get what there is to know about the call.
final class Callbacks
{
    public static Closure $before;
    public static Closure $after;
}
Callbacks::$before = static function (?object $object, array $arguments): void {};
Callbacks::$after = static function (?object $object, array $arguments, mixed $result, ?Throwable $error): void {};

function original(int $a, string $b): int
{
    return $a + strlen($b);
}

function target(int $a, string $b): int
{
    (Callbacks::$before)(null, [$a, $b]);
    try {
        $result = original($a, $b);
    } catch (Throwable $error) {
        (Callbacks::$after)(null, [$a, $b], null, $error);
        throw $error;
    }
    (Callbacks::$after)(null, [$a, $b], $result, null);
    return $result;
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
