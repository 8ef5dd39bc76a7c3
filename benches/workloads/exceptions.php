<?php
// An exception that is thrown, and caught one call further up.
function throws(): void
{
    throw new RuntimeException('caught');
}

function bench(int $n): void
{
    for ($i = 0; $i < $n; $i++) {
        try {
            throws();
        } catch (RuntimeException) {
        }
    }
}
