<?php
// A wrapper apart from its original that asks whether anybody listens, by a constant, and how many arguments there are.
define('LISTENING', false);

function original(int $a, string $b): int
{
    return $a + strlen($b);
}

function target(int $a, string $b): int
{
    if (LISTENING) {
        return 0;
    }
    if (func_num_args() == 2) {
        return original($a, $b);
    }
    return 0;
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
