--TEST--
Hooks are added, paused and removed in every position, by the function itself and in recursions
--INI--
weft.hook=*
--FILE--
<?php
function target($n = 0) { echo '|'; return $n; }
function fails() { echo '|'; throw new Exception('mine'); }
function numbers() { yield 1; yield 2; }
$say = fn(string $text) => function () use ($text) { echo $text; };
$run = function (string $what, callable $calls) { $calls(); echo "  $what\n"; Weft\unhook_all(); };

$run('removed in its own after', function () use ($say) {
    $hook = Weft\hook('target', $say('>'), function () use (&$hook) { echo '<'; $hook->remove(); });
    target(); target();
});
$run('all removed in an after: those outside of it run no more', function () use ($say) {
    Weft\hook('target', $say('a'), $say('A'));
    Weft\hook('target', $say('b'), function () { echo 'B'; echo Weft\unhook_all(); });
    target(); target();
});
$run('another one paused in an after, and resumed', function () use ($say) {
    $outer = Weft\hook('target', $say('a'), $say('A'));
    Weft\hook('target', $say('b'), function () use ($outer) { echo 'B'; static $paused = false; $paused = !$paused; $paused ? $outer->pause() : $outer->resume(); });
    target(); echo ' '; target(); echo ' '; target();
});
$run('added in an after: from the next call on', function () use ($say) {
    Weft\hook('target', $say('>'), function () use ($say) { echo '<'; static $added = 0; if (!$added++) Weft\hook('target', $say('new>'), $say('<new'), priority: 5); });
    target(); echo ' '; target();
});
$run('removed in failed, which recovers', function () {
    $hook = Weft\hook('fails', failed: function (Weft\Call $call) use (&$hook) { $hook->remove(); $call->error = null; $call->result = 'recovered'; });
    echo fails();
    try { fails(); } catch (Exception $e) { echo $e->getMessage(); }
});
$run('removed while it changes arguments', function () {
    $hook = Weft\hook('target', function (Weft\Call $call) use (&$hook) { $hook->remove(); $call->arguments[0] = 5; });
    echo target(1), target(1);
});
$run('removed while it skips', function () {
    $hook = Weft\hook('target', function (Weft\Call $call) use (&$hook) { $hook->remove(); $call->skip('skipped'); });
    echo target(1), ' ', target(1);
});
$run('removed by the function itself', function () use ($say) {
    function removes() { echo '|'; Weft\unhook_all(); }
    Weft\hook('removes', $say('>'), $say('never'));
    removes(); removes();
});
$run('added by the function itself', function () use ($say) {
    function adds() { echo '|'; Weft\hook('adds', fn() => print('new>'), fn() => print('<new')); }
    adds(); adds();
});
$run('removed while a generator is under way', function () use ($say) {
    $hook = Weft\hook('numbers', $say('>'), $say('never'));
    foreach (numbers() as $n) { echo $n; $hook->remove(); }
    foreach (numbers() as $n) echo $n;
});
$run('in a recursion each call has those that it began with', function () use ($say) {
    function deep($n) { echo $n; if ($n == 2) $GLOBALS['hook']->remove(); if ($n == 3) Weft\hook('deep', fn() => print('+'), fn() => print('-')); if ($n) deep($n - 1); }
    $GLOBALS['hook'] = Weft\hook('deep', $say('>'), $say('<'));
    deep(4); echo ' '; deep(0);
});
$run('the last reference to a closure goes while it runs', function () {
    $hook = Weft\hook('target', function () use (&$hook) { $hook->remove(); unset($hook); gc_collect_cycles(); echo 'still here'; });
    target();
});
$run('a callback is removed, and added again, many times', function () use ($say) {
    $again = function () use (&$again, &$hook) { echo '.'; $hook->remove(); $hook = Weft\hook('target', $again); };
    $hook = Weft\hook('target', $again);
    for ($i = 0; $i < 5; $i++) target();
    echo count(Weft\hooks());
});
?>
--EXPECT--
>|<|  removed in its own after
ab|B2|  all removed in an after: those outside of it run no more
ab|B b|B ab|B  another one paused in an after, and resumed
>|< new>>|<<new  added in an after: from the next call on
|recovered|mine  removed in failed, which recovers
|5|1  removed while it changes arguments
skipped |1  removed while it skips
>||  removed by the function itself
|new>|<new  added by the function itself
>1212  removed while a generator is under way
>4>3>+2+1+0--- +0-  in a recursion each call has those that it began with
still here|  the last reference to a closure goes while it runs
.|.|.|.|.|1  a callback is removed, and added again, many times
