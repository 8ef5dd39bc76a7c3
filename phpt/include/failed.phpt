--TEST--
A failed callback sees what a file throws, replaces it, and recovers where no arguments wait
--INI--
weft.hook=include,eval
--FILE--
<?php
function load() { $value = include __DIR__ . '/files/throws.inc'; return $value; }
function load_in_call() { return strtoupper(include __DIR__ . '/files/throws.inc'); }
function show(callable $load) {
    try {
        echo $load(), "\n";
    } catch (Throwable $error) {
        echo get_class($error), ' ', $error->getMessage(), ' ', basename($error->getFile()), ':', $error->getLine(), "\n";
    }
}
show('load');
$hook = Weft\hook('include', failed: fn(Weft\Call $call) => print('failed: '));
show('load');
$hook->remove();
$hook = Weft\hook('include', failed: function (Weft\Call $call) { $call->error = new RuntimeException('replaced', 0, $call->error); });
show('load');
show('load_in_call');
$hook->remove();
Weft\hook('include', failed: function (Weft\Call $call) { $call->error = null; $call->result = 'recovered'; });
show('load');
show('load_in_call');
show(function () { foreach ([1, 2] as $n) { echo $n, include __DIR__ . '/files/throws.inc', ' '; } return 'done'; });
?>
--EXPECT--
LogicException thrown throws.inc:3
failed: LogicException thrown throws.inc:3
RuntimeException replaced failed.php:15
RuntimeException replaced failed.php:15
recovered
weft: a failed callback for include or eval is refused: what stands in the arguments of a call cannot be recovered
LogicException thrown throws.inc:3
1recovered 2recovered done
