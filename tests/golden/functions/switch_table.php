<?php

function by_number(int $code): string
{
    switch ($code) {
        case 1:
        case 2:
            return 'low';
        case 3:
            $word = 'middle';
            break;
        case 4:
        case 5:
            return 'high';
        default:
            $word = 'none';
    }
    return $word;
}

function by_word(string $word)
{
    switch ($word) {
        case 'a': return 1;
        case 'b': return 2;
        case 'c': return 3;
        case 'd': return 4;
    }
}
