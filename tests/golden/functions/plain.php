<?php

function plain($a, $b = 2)
{
    $sum = $a + $b;
    return $sum;
}

function nothing() {}
