<?php

function variadic(string $format, int|float ...$numbers): string
{
    return sprintf($format, ...$numbers);
}

function by_reference(&...$all)
{
    foreach ($all as &$one) {
        $one++;
    }
    return func_get_args();
}
