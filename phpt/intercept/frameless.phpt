--TEST--
Calls that PHP compiles without a frame (since 8.4) fire when they were compiled before the hook, and are themselves again behind it
--FILE--
<?php
[$abc, $b, $words] = json_decode('["abc", "b", ["x", "y"]]');   // not constants, which opcache folds
function calls(string $abc, string $b, array $words) {
    return [trim($abc), str_contains($abc, $b), implode($b, $words), in_array($b, $words, true), str_replace($b, 'B', $abc), preg_match("/$b/", $abc), class_exists($abc, false), dechex(strlen($abc))];
}
echo json_encode(calls($abc, $b, $words)), "\n";
foreach (['trim', 'str_contains', 'implode', 'in_array', 'str_replace', 'preg_match', 'class_exists', 'dechex'] as $name) {
    Weft\hook($name, function (Weft\Call $call) { echo $call->function, json_encode(array_slice($call->arguments, 0, 2)), ' '; });
}
echo "\n", json_encode(calls($abc, $b, $words)), "\n";
Weft\unhook_all();
echo json_encode(calls($abc, $b, $words)), "\n";

// The result is changed, the call skipped, and what is thrown comes from the call.
$hook = Weft\hook('trim', after: function (Weft\Call $call) { $call->result .= '!'; });
echo trim($abc), "\n";
$hook->remove();
$hook = Weft\hook('trim', function (Weft\Call $call) { $call->skip('skipped'); });
echo trim($abc), "\n";
$hook->remove();
class Text { function __toString(): string { throw new Exception('no text'); } }
function thrown($text, $b) {
    try {
        return str_contains($text, $b);
    } catch (Exception $e) {
        return $e->getMessage() . ' ' . $e->getTrace()[1]['function'] . ' ' . $e->getTrace()[1]['line'];
    }
}
echo thrown(new Text, $b), "\n";
Weft\hook('str_contains', failed: function (Weft\Call $call) { echo 'failed: ', $call->error->getMessage(), ' '; });
echo thrown(new Text, $b), "\n";
Weft\hook('str_contains', function () { throw new Weft\Block('blocked'); });
try {
    echo str_contains($abc, $b);
} catch (Weft\Block $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
["abc",true,"xby",false,"aBc",1,false,"3"]

trim["abc"] str_contains["abc","b"] implode["b",["x","y"]] in_array["b",["x","y"]] str_replace["b","B"] preg_match["\/b\/","abc"] class_exists["abc",false] dechex[3] ["abc",true,"xby",false,"aBc",1,false,"3"]
["abc",true,"xby",false,"aBc",1,false,"3"]
abc!
skipped
no text str_contains 24
failed: no text no text str_contains 24
failed: blocked blocked
