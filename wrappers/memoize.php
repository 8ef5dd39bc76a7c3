<?php
/**
 * Keeps results by arguments until the request ends: the original runs once for each list of arguments.
 */
return static function (int $limit = 1000): mixed {
    $key = \Weft\key();             // null: these arguments, or this function, cannot be remembered
    $known = \Weft\recall($key);    // null, or the result in an array
    if ($known !== null) {
        return $known[0];
    }
    $result = \Weft\proceed();
    \Weft\remember($key, $result, $limit);
    return $result;
};
