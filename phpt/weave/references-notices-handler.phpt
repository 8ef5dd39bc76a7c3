--TEST--
PHP's notice about a returned expression: what its handler sees
--FILE--
<?php
set_error_handler(function ($level, $text, $file, $line) {
    echo $line, ': ';
    foreach (debug_backtrace() as $frame) {
        echo $frame['function'], '@', $frame['line'] ?? '-', ' ';
    }
    echo "\n";
});
function value() { return [1, 2]; }
function &known() { static $x = 'known'; return $x; }
function &own() { $x = 'own'; return $x; }
function &literal() { return 'literal'; }
function &of_value($i = 0) { return value()[$i]; }
function &of_call($name) { return $name(); }
function &inside($list) { foreach ($list as $name) { return $name(); } }
function &caught($name) {
    try {
        return $name();
    } catch (Exception $e) {
        return $e->getMessage();
    } finally {
        echo "finally\n";
    }
}
$calls = [
    fn () => literal(), fn () => of_value(), fn () => of_call('value'), fn () => of_call('known'), fn () => of_call('own'), fn () => of_call('literal'),
    fn () => inside(['value']), fn () => inside(['known']), fn () => caught('value'), fn () => caught('own'),
];
foreach ($calls as $call) {
    echo json_encode($call()), "\n";
}
function &each_of(array &$list) { foreach ($list as &$x) yield $x; }
function &of_generator(array &$list) { return each_of($list); }
$list = [1, 2];
foreach (of_generator($list) as &$x) $x *= 2;
echo json_encode($list), "\n";
$reference = &of_call('known');
$reference = 'changed';
echo known(), "\n";
?>
--EXPECTF--
12: {closure%S}@12 literal@26 {closure%S}@30 
"literal"
1
14: {closure%S}@14 of_call@26 {closure%S}@30 
[1,2]
"known"
"own"
12: {closure%S}@12 literal@14 of_call@26 {closure%S}@30 
"literal"
15: {closure%S}@15 inside@27 {closure%S}@30 
[1,2]
"known"
finally
18: {closure%S}@18 caught@27 {closure%S}@30 
[1,2]
finally
"own"
33: {closure%S}@33 of_generator@35 
[2,4]
changed
