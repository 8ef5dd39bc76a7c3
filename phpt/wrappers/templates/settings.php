<?php
/** Says what it is set to. */
return static function (bool $flag, int $number, float $ratio, string $text, array $list, mixed $any, int|string|null $union = null, array $default = ['a' => 1, 'b' => [2, 3.5, null]]): mixed {
    echo \json_encode([$flag, $number, $ratio, $text, $list, $any, $union, $default]), "\n";
    $number++;
    $list[] = 'changed';
    return \Weft\proceed();
};
