<?php
/**
 * Counts calls and errors, and takes the time: total, self, longest and their distribution.
 */
return static function (): mixed {
    $token = \Weft\enter();
    try {
        $result = \Weft\proceed();
    } catch (\Throwable $error) {
        \Weft\leave($token, failed: true);
        throw $error;
    }
    \Weft\leave($token);
    return $result;
};
