<?php
// Calls of an internal function that does little.
function bench(int $n): void
{
    $s = 'abc';
    for ($i = 0; $i < $n; $i++) {
        md5($s);
    }
}
