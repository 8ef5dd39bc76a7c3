<?php
/**
 * Takes the time of the commands of memcached, and reports their names and errors. Keys and values stay out.
 */
return static function (): mixed {
    $start = \hrtime(true);
    \Weft\enter();
    $result = \Weft\proceed();
    // That there is no such key, or that it was there already, is an answer.
    $code = $result === false ? \Weft\this()->getResultCode() : 0;
    $failed = !\in_array($code, [\Memcached::RES_SUCCESS, \Memcached::RES_DATA_EXISTS, \Memcached::RES_NOTSTORED, \Memcached::RES_NOTFOUND], true);
    \Weft\leave($failed);
    \Weft\asked('memcached', \Weft\function_name(), $start, null, $failed ? $code : null);
    return $result;
};
