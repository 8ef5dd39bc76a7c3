<?php
/**
 * Writes a line for each call when it has ended, with its arguments and, on demand, its result.
 */
return static function (string $level = 'info', bool $arguments = true, bool $result = false, int $max_length = 200): mixed {
    $call = \Weft\show_call($arguments, $max_length);   // now: the original may change its arguments
    try {
        $returned = \Weft\proceed();
    } catch (\Throwable $error) {
        \Weft\log($level, $call . ' threw ' . $error::class . ': ' . $error->getMessage());
        throw $error;
    }
    \Weft\log($level, $result ? $call . ' = ' . \Weft\show($returned, $max_length) : $call);
    return $returned;
};
