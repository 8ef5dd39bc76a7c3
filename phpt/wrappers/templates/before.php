<?php
/** Only before the original, whose result nobody looks at. */
return static function (): mixed {
    echo 'before ';
    \Weft\proceed();
    return 'after';
};
