<?php
return static function (string $greeting = 'hello', int|float $patience = 1.5, array $to = ['a', 'b']): mixed {
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        $result = \Weft\proceed();
    } finally {
        echo 'bye';
    }
    return $result;
};
