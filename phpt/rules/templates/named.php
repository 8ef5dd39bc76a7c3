<?php
/** Says which function begins. */
return static function (): mixed {
    $class = \Weft\class_name();
    echo '[', $class === null ? '' : \preg_replace('/@anonymous.*/s', '@anonymous', $class) . '::', \Weft\function_name(), '] ';
    return \Weft\proceed();
};
