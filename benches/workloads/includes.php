<?php
// A file that opcache has.
function bench(int $n): void
{
    for ($i = 0; $i < $n; $i++) {
        include __DIR__ . '/included.inc';
    }
}
