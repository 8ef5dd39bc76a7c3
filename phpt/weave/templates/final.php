<?php
/** Something is left to do however the original ends. */
return static function (): mixed {
    $done = false;
    try {
        $result = \Weft\proceed();
        return $result;
    } finally {
        $done = true;
    }
};
