<?php

$count = 0;
$increase = function (int $by = 1) use (&$count): int {
    return $count += $by;
};
$pair = [static function () use ($count) { return $count; }, function () { return $this; }];
