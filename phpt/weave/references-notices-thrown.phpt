--TEST--
PHP's notice about a returned expression, when its handler throws
--SKIPIF--
<?php if (str_starts_with(getenv('WEFT_TEST_ENGINE'), 'jit')) die("skip PHP's JIT crashes where this handler throws and the caller is compiled, without weft too"); ?>
--FILE--
<?php
set_error_handler(function ($level, $text, $file, $line) {
    throw new Exception("thrown $line");
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
    try {
        echo json_encode($call()), "\n";
    } catch (Exception $e) {
        echo 'caught ', $e->getMessage(), ' of line ', $e->getLine(), "\n";
    }
}
$reference = &of_call('known');
$reference = 'changed';
echo known(), "\n";
?>
--EXPECTF--
caught thrown 8 of line 3
1
caught thrown 10 of line 3
"known"
"own"
caught thrown 8 of line 3
caught thrown 11 of line 3
"known"
finally
caught thrown 14 of line 3
finally
"own"
changed
