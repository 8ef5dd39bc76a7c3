<?php
/**
 * Counts calls and errors, and takes the time: total, self, longest and their distribution.
 */
return static function (): mixed {
    \Weft\enter();
    try {
        $result = \Weft\proceed();
    } catch (\Throwable $error) {
        \Weft\leave(failed: true);
        throw $error;
    }
    \Weft\leave();
    return $result;
};
