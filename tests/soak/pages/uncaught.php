<?php
namespace Soak;
require __DIR__ . '/lib/shop.php';
\Weft\hook('Soak\*', function (\Weft\Call $call) { }, function (\Weft\Call $call) { }, function (\Weft\Call $call) { $GLOBALS['errors'][] = $call->error; });
all();
(new Shop)->fails(5);
