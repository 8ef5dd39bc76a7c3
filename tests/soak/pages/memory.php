<?php
namespace Soak;
require __DIR__ . '/lib/shop.php';
function eats() { $all = []; while (true) $all[] = str_repeat('x', 1000000); }
\Weft\hook('Soak\*', function (\Weft\Call $call) { $GLOBALS['calls'][] = $call; }, function (\Weft\Call $call) { }, function (\Weft\Call $call) { });
all();
$half = numbers(5); $half->current();
eats();
