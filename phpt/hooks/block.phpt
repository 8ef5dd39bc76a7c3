--TEST--
Weft\Block passes through: it stops the call from any callback, and cannot be recovered by another
--INI--
weft.hook=*
--FILE--
<?php
class Denied extends Weft\Block { }
function target() { echo '|'; return 1; }
function fails() { echo '|'; throw new Exception('original'); }
$run = function (string $function) {
    try { var_dump($function()); } catch (Throwable $e) { echo ' ', $e::class, ': ', $e->getMessage(), "\n"; }
    Weft\unhook_all();
};
$say = fn(string $text) => function () use ($text) { echo $text; };
$block = function () { throw new Denied('blocked'); };

Weft\hook('target', $say('a'), $say('no'), $say('!a'));
Weft\hook('target', $block, $say('no'), $say('no'));
Weft\hook('target', $say('no'), $say('no'), $say('no'));
$run('target');
Weft\hook('target', $say('a'), $say('no'), $say('!a'));
Weft\hook('target', $say('b'), $block, $say('no'));
Weft\hook('target', $say('c'), $say('C'), $say('no'));
$run('target');
Weft\hook('fails', $say('a'), $say('no'), function (Weft\Call $call) { echo '!', get_class($call->error); });
Weft\hook('fails', failed: $block);
$run('fails');
Weft\hook('target', failed: function (Weft\Call $call) { $call->error = null; });
Weft\hook('target', $block);
$run('target');
Weft\hook('target', $block);
$run('target');
$run('target');
var_dump(get_parent_class('Weft\Block'));
?>
--EXPECT--
a!a Denied: blocked
abc|C!a Denied: blocked
a|!Denied Denied: blocked
weft: a change by the failed callback for target is refused: a Weft\Block can neither be recovered nor replaced
 Denied: blocked
 Denied: blocked
|int(1)
string(16) "RuntimeException"
