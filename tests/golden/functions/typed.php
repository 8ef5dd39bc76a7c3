<?php

function typed(int $id, ?string $name = null, int|string $key = 'k'): ?string
{
    if ($id < 1) {
        return null;
    }
    return $name ?? "$key-$id";
}
