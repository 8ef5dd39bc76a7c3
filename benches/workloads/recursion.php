<?php
// Calls in calls. $n counts them: fib(15) makes 1973.
function fib(int $n): int
{
    return $n < 2 ? $n : fib($n - 1) + fib($n - 2);
}

function bench(int $n): void
{
    for ($i = 0; $i < $n; $i += 1973) {
        fib(15);
    }
}
