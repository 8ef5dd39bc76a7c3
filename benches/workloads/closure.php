<?php
// Calls of a closure, which come by a dynamic call.
function bench(int $n): void
{
    $step = static fn (int $x): int => $x + 1;
    $s = 0;
    for ($i = 0; $i < $n; $i++) {
        $s = $step($s);
    }
}
