<?php

function first_pair(iterable $ones, iterable $others)
{
    foreach ($ones as $one) {
        while (true) {
            foreach ($others as $other) {
                if ($one == $other) {
                    break 3;
                }
                if ($one > $other) {
                    continue 3;
                }
            }
            break;
        }
    }
    return [$one ?? null, $other ?? null];
}
