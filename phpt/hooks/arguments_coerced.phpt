--TEST--
Changed arguments are coerced as in a call, weak or strict as the target's file
--INI--
weft.hook=*
--FILE--
<?php
file_put_contents(__DIR__ . '/arguments_coerced.inc', '<?php declare(strict_types=1);
function strict(int $i, float $f, string $s) { var_dump($i, $f, $s); }');
require __DIR__ . '/arguments_coerced.inc';
function weak(int $i, float $f, string $s, bool $b, int|string $u) { var_dump($i, $f, $s, $b, $u); }
Weft\hook('weak', function (Weft\Call $call) { $call->arguments = ['1', '2.5', 3, 'yes', 4.0]; });
weak(0, 0.0, '', false, 0);
Weft\hook('strict', function (Weft\Call $call) { $call->arguments[1] = 2; });
strict(0, 0.5, '');
Weft\hook('strict', function (Weft\Call $call) { $call->arguments[2] = 3; });
strict(0, 0.5, '');
?>
--CLEAN--
<?php unlink(__DIR__ . '/arguments_coerced.inc'); ?>
--EXPECT--
int(1)
float(2.5)
string(1) "3"
bool(true)
int(4)
int(0)
float(2)
string(0) ""
weft: a change by the before callback for strict is refused: argument #3 ($s) must be of type string, int given
int(0)
float(2)
string(0) ""
