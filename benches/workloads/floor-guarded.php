<?php
// The function calls its callbacks itself, in the same loop of the VM, and keeps them in: what they throw ends there, and a
// function that they call calls none. What they do to error handlers, buffers and settings stays.
define('BEFORE', static function (): void {});
define('AFTER', static function (): void {});
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
    $result = $a + strlen($b);
    if (!Guard::$inside) {
        Guard::$inside = true;
        try {
            (AFTER)();
        } catch (Throwable) {
        }
        Guard::$inside = false;
    }
    return $result;
}

function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        target($i, $s);
    }
}
