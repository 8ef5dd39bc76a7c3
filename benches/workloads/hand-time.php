<?php
// By hand: calls, errors and time of the function, added up.
final class Times
{
    /** @var array<string, array{calls: int, errors: int, ns: int}> */
    public static array $of = ['target' => ['calls' => 0, 'errors' => 0, 'ns' => 0]];
}

function original(int $a, string $b): int
{
    return $a + strlen($b);
}

function target(int $a, string $b): int
{
    $start = hrtime(true);
    try {
        return original($a, $b);
    } catch (Throwable $error) {
        Times::$of['target']['errors']++;
        throw $error;
    } finally {
        Times::$of['target']['ns'] += hrtime(true) - $start;
        Times::$of['target']['calls']++;
    }
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
