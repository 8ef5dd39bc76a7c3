<?php
return static function (string $name = 'x'): mixed {
    return \Weft\proceed();
};
