--TEST--
A failed callback sees every Throwable, recovers with a result, or replaces the error
--INI--
weft.hook=*
--FILE--
<?php
function fails(string $class): int { throw new $class('original'); }
$run = function (string $class) {
    try { var_dump(fails($class)); } catch (Throwable $e) { echo 'caught ', $e::class, ': ', $e->getMessage(), "\n"; }
};
$with = function (callable $failed) { Weft\unhook_all(); Weft\hook('fails', failed: $failed); };
$with(function () { echo 'failed '; });
$run('Exception');
$run('Error');
$with(function (Weft\Call $call) { echo get_class($call->error), ' '; $call->error = null; $call->result = 5; });
$run('DomainException');
$with(function (Weft\Call $call) { $call->error = null; $call->result = 'text'; });
$run('Exception');
$with(function (Weft\Call $call) { $call->error = null; });
$run('Exception');
$with(function (Weft\Call $call) { $call->error = new RuntimeException('other', 0, $call->error); });
$run('Exception');
$with(function (Weft\Call $call) { throw new LogicException('dropped'); });
$run('Exception');
Weft\unhook_all();
Weft\hook('fails', after: function (Weft\Call $call) { echo "after sees $call->result\n"; }, failed: function () { echo 'not '; });
Weft\hook('fails', failed: function (Weft\Call $call) { $call->error = null; $call->result = 7; });
$run('Exception');
?>
--EXPECTF--
failed caught Exception: original
failed caught Error: original
DomainException int(5)
weft: a change by the failed callback for fails is refused: the result must be of type int, string given
caught Exception: original
weft: a change by the failed callback for fails is refused: the result must be of type int, null given
caught Exception: original
caught RuntimeException: other
weft: the failed callback for fails threw LogicException: dropped in %sfailed.php:%d
caught Exception: original
after sees 7
int(7)
