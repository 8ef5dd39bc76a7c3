--TEST--
References of an internal function's call stay references: the caller's variable gets what the function and the callback write
--FILE--
<?php
Weft\hook('str_replace', function (Weft\Call $call) { $call->arguments[0] = 'b'; });
echo str_replace('a', '-', 'abb', $count), " $count\n";
Weft\hook('sort', function (Weft\Call $call) { $call->arguments[0] = [3, 1, 2]; });
$list = [9, 8];
sort($list);
echo json_encode($list), "\n";
Weft\hook('preg_match', function (Weft\Call $call) { $call->arguments['subject'] = 'xx42'; }, function (Weft\Call $call) { echo json_encode($call->result), ' '; });
preg_match('/\d+/', '1', $matches);
echo json_encode($matches), "\n";
Weft\hook('array_push', function (Weft\Call $call) { $call->arguments[] = 'more'; });
$stack = ['a'];
array_push($stack, 'b');
echo json_encode($stack), "\n";
Weft\hook('settype', fn(Weft\Call $call) => $call->skip(true));
$kept = '5';
var_dump(settype($kept, 'int'), $kept);
?>
--EXPECT--
a-- 2
[1,2,3]
1 ["42"]
["a","b","more"]
bool(true)
string(1) "5"
