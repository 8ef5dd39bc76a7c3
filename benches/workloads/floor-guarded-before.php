<?php
// The function calls a callback itself, in the same loop of the VM, and keeps it in: what it throws ends there, and a
// function that it calls calls none. What it does to error handlers, buffers and settings stays.
define('BEFORE', static function (): void {});
final class Guard
{
    public static bool $inside = false;
}

function target(int $a, string $b): int
{
    if (!Guard::$inside) {
        Guard::$inside = true;
        try {
            (BEFORE)();
        } catch (Throwable) {
        }
        Guard::$inside = false;
    }
    return $a + strlen($b);
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
