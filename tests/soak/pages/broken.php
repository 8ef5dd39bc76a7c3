<?php
namespace Soak;
require __DIR__ . '/lib/shop.php';
\Weft\hook('*', function (\Weft\Call $call) { }, function (\Weft\Call $call) { });
all();
try { eval('class Half { function m( }'); } catch (\ParseError) { }
eval('class Twice extends \Soak\Shop { function find(): int { } }');
