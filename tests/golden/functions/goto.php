<?php

function retry_by_hand(callable $work)
{
    $left = 3;
    again:
    try {
        return $work();
    } catch (Exception $e) {
        if (--$left) {
            goto again;
        }
    }
    throw $e;
}
