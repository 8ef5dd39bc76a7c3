<?php
// By hand: a wrapper that only calls the original.
function original(int $a, string $b): int
{
    return $a + strlen($b);
}

function target(int $a, string $b): int
{
    return original($a, $b);
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
