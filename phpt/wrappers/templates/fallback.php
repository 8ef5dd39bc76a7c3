<?php
/** Answers something else when the original fails. */
return static function (mixed $instead = null, string $only = 'Exception'): mixed {
    try {
        return \Weft\proceed();
    } catch (\Throwable $error) {
        if (!$error instanceof $only) {
            throw $error;
        }
        echo '(', $error->getMessage(), ') ';
        return $instead;
    }
};
