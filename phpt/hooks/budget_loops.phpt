--TEST--
weft.callback_budget_ms: loops in functions that the callback calls, in generators and in fibers are interrupted, too
--INI--
weft.hook=target
weft.callback_budget_ms=60
error_log=/dev/null
--FILE--
<?php
$which = (int) ($argv[1] ?? 0);
function target() { return "|\n"; }
function spin() { for ($i = 0; ; $i++) { $x = $i * 2; } }
$callbacks = [
    fn() => spin(),
    function () { foreach ((function () { while (true) yield 1; })() as $_); },
    function () { (new Fiber(function () { while (true); }))->start(); },
    function () { array_map(function () { while (true); }, [1]); },
];
if (!isset($argv[1])) {
    foreach (array_keys($callbacks) as $n) {
        $settings = getenv('WEFT_TEST_SETTINGS') ?: '';
        $command = [PHP_BINARY, '-d', 'extension=' . getenv('WEFT_TEST_SO'), '-d', 'weft.hook=target', '-d', 'weft.callback_budget_ms=60', '-d', 'error_log=/dev/null'];
        foreach (array_filter(explode("\n", $settings)) as $setting) array_push($command, '-d', $setting);
        passthru(implode(' ', array_map('escapeshellarg', [...$command, __FILE__, "$n"])));
    }
    exit;
}
$hook = Weft\hook('target', $callbacks[$which]);
echo target();
echo $hook->stats()['reason'], "\n";
?>
--EXPECT--
|
callbacks have used up their 60 ms, see weft.callback_budget_ms
|
callbacks have used up their 60 ms, see weft.callback_budget_ms
|
callbacks have used up their 60 ms, see weft.callback_budget_ms
|
callbacks have used up their 60 ms, see weft.callback_budget_ms
