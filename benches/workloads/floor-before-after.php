<?php
// The function calls its callbacks itself, in the same loop of the VM: without a guard, and nothing of it is contained.
define('BEFORE', static function (): void {});
define('AFTER', static function (): void {});

function target(int $a, string $b): int
{
    (BEFORE)();
    $result = $a + strlen($b);
    (AFTER)();
    return $result;
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
