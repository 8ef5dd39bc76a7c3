<?php
namespace Soak;
require __DIR__ . '/lib/shop.php';
\Weft\hook('*', function (\Weft\Call $call) { $GLOBALS['calls'][] = $call; }, function (\Weft\Call $call) { }, function (\Weft\Call $call) { });
$half = numbers(5); $half->current();
$dropped = numbers(5); $dropped->current(); unset($dropped);
$fiber = new \Fiber(function () { waits(1); all(); }); $fiber->start();
$lost = new \Fiber(function () { try { waits(1); } finally { total([1]); } }); $lost->start(); unset($lost);
$inside = \Weft\hook('Soak\total', function () { if (\Fiber::getCurrent()) \Fiber::suspend(); });
$waiting = new \Fiber(fn() => total([1])); $waiting->start();
$closures = [];
for ($i = 0; $i < 5; $i++) { $closures[] = $closure = function ($x) use ($i) { return $x + $i; }; \Weft\hook($closure, fn() => null); $closure(1); }
eval('function evaluated() { return 1; } class Evaluated { function m() { return 2; } }');
\Weft\hook('Soak\evaluated', fn() => null); \Weft\hook('Evaluated::m', fn() => null);
class_alias('Soak\Shop', 'Soak\Market'); \Weft\hook('Soak\Market::rate', fn() => null);
(new Market)->find(1);
all();
set_error_handler(function () { return true; });
register_shutdown_function(function () { all(); });
throw_late();
function throw_late() { $object = new class { function __destruct() { try { (new Shop)->fails(1); } catch (\Exception) { } } }; }
echo 'ok';
