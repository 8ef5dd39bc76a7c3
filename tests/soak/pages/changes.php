<?php
namespace Soak;
require __DIR__ . '/lib/shop.php';
\Weft\hook('Soak\Shop::find', function (\Weft\Call $call) { $call->arguments['kind'] = 'tape';});
\Weft\hook('Soak\total', function (\Weft\Call $call) { $call->arguments[0][] = 10; }, function (\Weft\Call $call) { $call->result = "{$call->result}0"; });
\Weft\hook('Soak\append', function (\Weft\Call $call) { $call->arguments[1] = str_repeat('v', 5); });
\Weft\hook('Soak\Shop::fails', failed: function (\Weft\Call $call) { $call->error = null; $call->result = 7; });
\Weft\hook('Soak\recursive', function (\Weft\Call $call) { if ($call->arguments[0] == 1) $call->skip(40); });
\Weft\hook('Soak\Suit::label', after: function (\Weft\Call $call) { $call->result .= '!'; });
\Weft\hook('Soak\numbers', after: function (\Weft\Call $call) { $call->result = ['end']; });
$first = all();
$fires = '[[1,"tape"],[2,"tape","x"],3,"Soak\\\\Shop","magic",2,"H!",130,[1,"vvvvv"],7,[0,1],42,5]';
$plain = '[[1,"book"],[2,"cd","x"],3,"Soak\\\\Shop","magic",2,"H",3,[1,2],"no 1",[0,1],3,5]';
/* Without a wrapper in opcache's memory it is the next request that fires, and a rule may have another one there. */
$states = array_column(\Weft\hooks(), 'state');
$all = array_unique($states) === ['woven'];
if ($all && $first !== $fires) exit("changed: $first " . json_encode(\Weft\hooks()));
for ($i = 0; $i < 5; $i++) if (all() !== $first) exit('again: ' . all());
\Weft\unhook_all();
/* What does not fit is refused. */
\Weft\hook('Soak\total', function (\Weft\Call $call) { $call->arguments[0] = 'text'; }, function (\Weft\Call $call) { $call->result = new \stdClass; });
\Weft\hook('Soak\Shop::fails', failed: function (\Weft\Call $call) { $call->error = null; $call->result = 'text'; });
\Weft\hook('Soak\recursive', function (\Weft\Call $call) { $call->skip([]); });
if (all() !== $plain) exit('refused: ' . all());
\Weft\unhook_all();
\Weft\hook('Soak\Shop::fails', failed: function (\Weft\Call $call) { $call->error = new \RuntimeException('no 1', 3, $call->error); });
if (all() !== $plain) exit('replaced: ' . all());
echo 'ok';
