<?php

$offset = 3;
$shift = fn(int $x): int => $x + $offset;
$deep = static fn($x) => fn($y) => $x . $y . $offset;
