--TEST--
PHP's notice about a returned expression, when its handler throws: what was returned is released once
--SKIPIF--
<?php if (str_starts_with(getenv('WEFT_TEST_ENGINE'), 'jit')) die("skip PHP's JIT crashes where this handler throws and the caller is compiled, without weft too"); ?>
--FILE--
<?php
class Kept { public $list = [1]; function __destruct() { echo "gone\n"; } }
set_error_handler(function ($level, $text) { throw new Exception($text); });
function kept() { global $kept; return $kept; }
function &of_call($name) { return $name(); }
function &in_loop(array $list) { foreach ($list as $name) { return $name(); } }
function &in_loops(array $list) { foreach ([$list, 1] as $names) { foreach ($names as $name) { return $name(); } } }
function &in_switch($name) { switch ($name . strtolower('')) { case 'kept': foreach ([1] as $one) { return $name(); } } }
function &typed(array $list): object { foreach ($list as $name) { return $name(); } }
function &in_finally(array $list) { foreach ($list as $name) { try { return $name(); } finally { echo "finally\n"; } } }
function iterated() { try { yield 'kept'; } finally { echo "iterator\n"; } }
function &in_iterator() { foreach (iterated() as $name) { return $name(); } }
$kept = new Kept;
$calls = [
    fn () => of_call('kept'), fn () => in_loop(['kept']), fn () => in_loops(['kept']), fn () => in_switch('kept'), fn () => typed(['kept']),
    fn () => in_finally(['kept']), fn () => in_iterator(),
];
for ($i = 0; $i < 3; $i++) {
    foreach ($calls as $number => $call) {
        try {
            $call();
        } catch (Exception $e) {
            echo $number, ' ', $e->getMessage(), "\n";
            unset($e);
        }
    }
}
echo json_encode($kept->list), "\n";
restore_error_handler();
set_error_handler(fn () => true);
foreach ($calls as $number => $call) {
    echo $number, ' ', $call() === $kept ? 'kept' : 'lost', "\n";
}
unset($kept);
echo "end\n";
?>
--EXPECT--
0 Only variable references should be returned by reference
1 Only variable references should be returned by reference
2 Only variable references should be returned by reference
3 Only variable references should be returned by reference
4 Only variable references should be returned by reference
finally
5 Only variable references should be returned by reference
iterator
6 Only variable references should be returned by reference
0 Only variable references should be returned by reference
1 Only variable references should be returned by reference
2 Only variable references should be returned by reference
3 Only variable references should be returned by reference
4 Only variable references should be returned by reference
finally
5 Only variable references should be returned by reference
iterator
6 Only variable references should be returned by reference
0 Only variable references should be returned by reference
1 Only variable references should be returned by reference
2 Only variable references should be returned by reference
3 Only variable references should be returned by reference
4 Only variable references should be returned by reference
finally
5 Only variable references should be returned by reference
iterator
6 Only variable references should be returned by reference
[1]
0 kept
1 kept
2 kept
3 kept
4 kept
5 finally
kept
6 iterator
kept
gone
end
