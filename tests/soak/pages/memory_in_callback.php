<?php
namespace Soak;
require __DIR__ . '/lib/shop.php';
\Weft\hook('Soak\*', function (\Weft\Call $call) { }, function (\Weft\Call $call) { });
all();
\Weft\hook('Soak\total', function (\Weft\Call $call) { $all = []; while (true) $all[] = str_repeat('x', 1000000); });
total([1]);
eval('function eats() { $all = []; while (true) $all[] = str_repeat("x", 1000000); }');
eats();
