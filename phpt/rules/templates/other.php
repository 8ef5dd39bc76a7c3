<?php
/** Says which function begins, in another way. */
return static function (string $mark = 'other'): mixed {
    echo "<$mark ", \Weft\function_name(), '> ';
    return \Weft\proceed();
};
