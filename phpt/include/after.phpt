--TEST--
An after callback sees the value and changes it
--INI--
weft.hook=include,eval
--FILE--
<?php
Weft\hook('include', function (Weft\Call $call) { $call->data = microtime(true); }, function (Weft\Call $call) {
    echo is_float($call->data) ? "$call->function gave $call->result\n" : 'no data';
    $call->result = strtoupper($call->result);
});
var_dump(include __DIR__ . '/files/value.inc');
$value = require __DIR__ . '/files/other.inc';
var_dump($value);
include __DIR__ . '/files/other.inc';
?>
--EXPECT--
include gave value
string(5) "VALUE"
require gave other
string(5) "OTHER"
include gave other
