<?php
/** The result goes through a variable, an exception through a catch. */
return static function (): mixed {
    try {
        $result = \Weft\proceed();
    } catch (\Throwable $error) {
        throw $error;
    }
    return $result;
};
