<?php
// Calls of internal functions: one that is a real call, and one that the compiler turns into an opcode.
function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        str_contains($s, 'b');
        strlen($s);
    }
}
