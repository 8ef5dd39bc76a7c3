<?php
namespace Soak;
require __DIR__ . '/lib/shop.php';
function ends() { echo 'ok'; exit; }
\Weft\hook('Soak\*', function (\Weft\Call $call) { }, function (\Weft\Call $call) { }, function (\Weft\Call $call) { });
all();
ends();
