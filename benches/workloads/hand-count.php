<?php
// By hand: a counter for the function.
final class Counters
{
    /** @var array<string, int> */
    public static array $calls = ['target' => 0];
}

function original(int $a, string $b): int
{
    return $a + strlen($b);
}

function target(int $a, string $b): int
{
    Counters::$calls['target']++;
    return original($a, $b);
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
