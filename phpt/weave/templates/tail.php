<?php
/** Nothing is left to do when the original has returned. */
return static function (): mixed {
    $before = true;
    return \Weft\proceed();
};
