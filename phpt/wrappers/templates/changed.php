<?php
/** Answers something else. */
return static function (mixed $result): mixed {
    \Weft\proceed();
    return $result;
};
