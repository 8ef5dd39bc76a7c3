<?php
// The call that all others are compared with: a user function that does next to nothing.
function target(int $a, string $b): int
{
    return $a + strlen($b);
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
