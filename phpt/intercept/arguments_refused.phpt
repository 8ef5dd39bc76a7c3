--TEST--
What does not fit the signature of an internal function is refused, and the call goes on as it was
--INI--
log_errors=1
error_log=
html_errors=0
--FILE--
<?php
[$abc, $list] = json_decode('["abc", {"5": "a"}]', true);   // no constants, which opcache folds
ini_set('error_log', __DIR__ . '/arguments_refused.log');
$change = function (string $function, callable $how) {
    Weft\unhook_all();
    Weft\hook($function, function (Weft\Call $call) use ($how) { $how($call); });
};
$change('substr', fn($call) => $call->arguments[1] = 'one');         echo substr($abc, 1), "\n";
$change('substr', fn($call) => $call->arguments['start'] = 2);       echo substr($abc, 1), "\n";
$change('substr', fn($call) => $call->arguments[5] = 2);             echo substr($abc, 1), "\n";
$change('substr', function ($call) { unset($call->arguments[1]); }); echo substr($abc, 1), "\n";
$change('mb_strimwidth_or_so', fn($call) => null);
$change('array_slice', fn($call) => $call->arguments[3] = true);     echo json_encode(array_slice($list, 0)), "\n";
echo preg_replace('/^\[.*?\] /m', '', file_get_contents(__DIR__ . '/arguments_refused.log'));
?>
--CLEAN--
<?php unlink(__DIR__ . '/arguments_refused.log'); ?>
--EXPECT--
bc
bc
bc
bc
["a"]
weft: a change by the before callback for substr is refused: argument #2 ($offset) must be of type int, string given
weft: a change by the before callback for substr is refused: the function has no parameter $start
weft: a change by the before callback for substr is refused: the function has no argument #6, and was not called with one
weft: a change by the before callback for substr is refused: argument #2 was removed
weft: a change by the before callback for array_slice is refused: argument 4 was given, but none before it
