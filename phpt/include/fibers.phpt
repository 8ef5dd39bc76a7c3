--TEST--
A fiber is suspended in an included file, and another loads one meanwhile
--INI--
weft.hook=include,eval
--FILE--
<?php
Weft\hook('include', fn(Weft\Call $call) => print('<' . $call->data = basename($call->arguments[0])), fn(Weft\Call $call) => print("$call->data>"));
function load($file) { return include $file; }
file_put_contents($file = __DIR__ . '/suspends.tmp', '<?php return Fiber::suspend(1);');
$fibers = [new Fiber('load'), new Fiber('load'), new Fiber('load')];
foreach ($fibers as $fiber) {
    $fiber->start($file);
}
$fibers[1]->resume('b');
$fibers[0]->resume('a');
echo ' ', $fibers[0]->getReturn(), $fibers[1]->getReturn(), "\n";
unset($fiber, $fibers);
echo "done\n";
?>
--CLEAN--
<?php unlink(__DIR__ . '/suspends.tmp'); ?>
--EXPECT--
<suspends.tmp<suspends.tmp<suspends.tmpsuspends.tmp>suspends.tmp> ab
done
