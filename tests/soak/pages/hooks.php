<?php
namespace Soak;
require __DIR__ . '/lib/shop.php';
$plain = '[[1,"book"],[2,"cd","x"],3,"Soak\\\\Shop","magic",2,"H",3' . ',[1,2],"no 1",[0,1],3,5]';
if (all() !== $plain) exit('plain: ' . all());
$hooks = [];
for ($i = 0; $i < 3; $i++) {
    foreach (['Soak\*', '*::*', 'Soak\Findable+::find', 'Soak\Counts::count', '{closure}', 'nowhere'] as $number => $target) {
        $hooks[] = \Weft\hook($target, function () { }, function (\Weft\Call $call) { $call->data = $call->arguments; }, function () { }, priority: $number);
    }
    if (all() !== $plain) exit('hooked: ' . all());
    $hooks[0]->pause(); $hooks[1]->remove();
    if (all() !== $plain) exit('paused: ' . all());
    $hooks[0]->resume();
}
$hook = \Weft\hook('Soak\total', function () use (&$hook) { $hook->remove(); });
$once = \Weft\hook('Soak\total', function () { \Weft\hook('Soak\append', function () { \Weft\unhook_all(); }); });
if (all() !== $plain) exit('removed: ' . all());
\Weft\unhook_all();
for ($i = 0; $i < 20; $i++) { $hook = \Weft\hook('Soak\total', fn(\Weft\Call $call) => $GLOBALS['kept'] = $call); $hook->pause(); $hook->resume(); total([$i]); $hook->remove(); }
$cycle = new \stdClass; $cycle->self = $cycle;
$cycle->hook = \Weft\hook('Soak\total', function (\Weft\Call $call) use ($cycle) { $call->data = [$call, $cycle]; $cycle->calls[] = $call; }, function (\Weft\Call $call) { });
total([1]); total([2]);
unset($cycle);
echo count(\Weft\hooks()), ' ok';
