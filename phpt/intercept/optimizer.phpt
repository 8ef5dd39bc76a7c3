--TEST--
A result that the optimizer relies on never to be is refused; others are made so that nobody else holds them
--FILE--
<?php
$text = json_decode('"a,b"');   // no constant, which opcache folds
ini_set('error_log', __DIR__ . '/optimizer.log');
const LITERAL = ['x', 'y'];
$with = LITERAL;
Weft\hook('explode', after: function (Weft\Call $call) use (&$with) { $call->result = $with; });
function run($text) {
    $list = explode(',', $text);
    $list[] = 'z';
    foreach ($list as $word) echo strlen($word), $word, ' ';
    echo "\n";
}
for ($i = 0; $i < 200; $i++) { ob_start(); run($text); ob_end_clean(); }
run($text);
$with = [1, 2];
run($text);
$with = [5 => 'a'];
run($text);
$with = ['k' => 'a'];
run($text);
echo json_encode(LITERAL), "\n";
echo preg_replace('/^\[.*?\] /m', '', file_get_contents(__DIR__ . '/optimizer.log'));
?>
--CLEAN--
<?php unlink(__DIR__ . '/optimizer.log'); ?>
--EXPECT--
1x 1y 1z 
1a 1b 1z 
1a 1z 
1a 1b 1z 
["x","y"]
weft: a change by the after callback for explode is refused: PHP's optimizer relies on what this function returns, and that is never an array of other keys or values
weft: a change by the after callback for explode is refused: PHP's optimizer relies on what this function returns, and that is never an array of other keys or values
