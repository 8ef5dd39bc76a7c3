<?php

function same_names(array $call, $error)
{
    $result = [];
    foreach ($call as $token) {
        $result[] = "$token: $error";
    }
    return $result;
}
