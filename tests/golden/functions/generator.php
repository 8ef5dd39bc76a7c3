<?php

function numbers(int $to): Generator
{
    for ($i = 0; $i < $to; $i++) {
        $sent = yield $i => $i ** 2;
        if ($sent === 'stop') {
            return $i;
        }
    }
    try {
        yield from [1, 2];
    } finally {
        echo 'end';
    }
}
