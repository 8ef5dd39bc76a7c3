--TEST--
Callbacks may suspend their fiber; the guard belongs to the fiber
--INI--
weft.hook=*
--FILE--
<?php
function target(string $who) { echo "$who|"; }
Weft\hook('target', function (Weft\Call $call) {
    echo '>';
    if (Fiber::getCurrent()) Fiber::suspend();
    target('guarded');
}, function () { echo '<'; });
$fiber = new Fiber(function () { target('fiber'); echo ' done'; });
$fiber->start();
target('main');
echo ' ';
$fiber->resume();
echo "\n";
$lost = new Fiber(function () { try { target('lost'); } finally { echo 'finally'; } });
$lost->start();
unset($lost);
gc_collect_cycles();
echo ' ';
target('main');
echo "\n";
?>
--EXPECT--
>>guarded|main|< guarded|fiber|< done
>finally >guarded|main|<
