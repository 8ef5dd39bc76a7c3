<?php
namespace Soak;
require __DIR__ . '/lib/shop.php';
$plain = all();
foreach ([
    function () { throw new \Exception('thrown'); },
    function (\Weft\Call $call) { $call->nothing(); },
    function () { echo $undefined; trigger_error('notice'); },
    function () { exit(1); },
    function () { trigger_error('error', E_USER_ERROR); },
    function () { ob_start(); echo 'lost'; ob_end_clean(); throw new \Error('nested', 0, new \Exception('previous')); },
    function () { eval('this is no PHP'); },
    function (\Weft\Call $call) { $call->class = 'other'; },
    fn() => all(),
] as $callback) {
    \Weft\hook('Soak\*', $callback, $callback, $callback);
    \Weft\hook('Soak\Shop::*', $callback, $callback, $callback);
    if (all() !== $plain) exit('failing: ' . all());
    \Weft\unhook_all();
}
\Weft\hook('Soak\total', function () { throw new \Weft\Block('blocked'); });
try { total([1]); echo \Weft\hooks()[0]['state'] === 'woven' ? 'passed' : 'ok'; } catch (\Weft\Block $e) { echo 'ok'; }
