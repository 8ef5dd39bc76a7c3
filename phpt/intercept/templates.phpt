--TEST--
Any template goes around an internal function: its words, settings, results, several proceeds, hooks within; traces do not show it
--INI--
weft.rules={PWD}/rules/templates.toml
weft.wrappers_path={PWD}/templates
error_log=/dev/null
--FILE--
<?php
[$abc, $minus] = json_decode('["abc", -1]');   // not constants, which opcache folds
var_dump(strlen($abc));
class Words extends ArrayObject {}
echo (new Words(['x']))->offsetGet(0), "\n";
try { sha1($abc); } catch (Error $e) { echo $e->getMessage(), "\n"; }
echo strrev($abc), ' ', str_repeat($abc, $minus), "\n";
$tries = 0;
Weft\hook('intdiv', function () use (&$tries) { $tries++; });
try { intdiv(1, 0); } catch (DivisionByZeroError $e) { echo $tries, ' ', $e->getTraceAsString(), "\n"; }
echo random_int(1, PHP_INT_MAX) === random_int(1, PHP_INT_MAX) ? 'remembered' : 'forgotten', "\n";
$list = [2, 1];
function compare($a, $b) { global $trace; $trace = debug_backtrace(); return $a - $b; }
usort($list, 'compare');
foreach ($trace as $frame) echo $frame['function'], ' ';
echo json_encode($list), "\n";
?>
--EXPECTF--
> strlen["abc"]["a","b"]"abc"8
int(3)
>ArrayObject offsetGet[0]["a","b"]0Words8
x
sha1(): the wrapper "wrong" gives another result: the result must be of type string, array given
fcba+ finstead
3 #0 %s(%d): intdiv(1, 0)
#1 {main}
remembered
compare usort [1,2]
