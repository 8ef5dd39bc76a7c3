--TEST--
With a broken setting weft is off, says why, and PHP runs on
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() { echo "runs"; } a();';
$good = "[[rule]]\ntarget = 'a'\nwrapper = 'named'\n";
foreach ([
    ['weft.hook' => 'a, b c'],
    ['weft.hook' => '!a'],
    ['weft.hook' => 'a,,b'],
    ['weft.hook' => 'A::b::c, +'],
    ['weft.join' => 'never'],
    ['weft.daemon' => '/tmp/socket'],
    ['weft.connect_timeout_ms' => 'soon'],
    ['weft.callback_budget_ms' => '-1'],
    ['weft.daemon_autostart' => 'maybe'],
    ['weft.enabled' => '2'],
] as $settings) {
    echo json_encode($settings, JSON_UNESCAPED_SLASHES), ': ', woven($good, $code, $settings);
}
?>
--EXPECT--
{"weft.hook":"a, b c"}: weft: weft.hook:1:5: found " ", expected a letter, a digit, "_", "*", "\", "::" or the end; weft is off
runs
{"weft.hook":"!a"}: weft: weft.hook:1:1: found "!" in the first pattern, expected one that adds targets first; weft is off
runs
{"weft.hook":"a,,b"}: weft: weft.hook:1:3: found ",", expected a pattern such as "strlen", "App\*" or "PDO::query"; weft is off
runs
{"weft.hook":"A::b::c, +"}: weft: weft.hook:1:5: found "::", expected the end: there is one "::" already; weft is off
weft: weft.hook:1:10: found "+", expected a class in front of "+"; weft is off
runs
{"weft.join":"never"}: weft: weft.join: found "never", expected "auto", "splice" or "call"; weft is off
runs
{"weft.daemon":"/tmp/socket"}: weft: weft.daemon: found "/tmp/socket", expected unix:///path or tcp://host:port; weft is off
runs
{"weft.connect_timeout_ms":"soon"}: weft: weft.connect_timeout_ms: found "soon", expected a number of milliseconds; weft is off
runs
{"weft.callback_budget_ms":"-1"}: weft: weft.callback_budget_ms: found "-1", expected a number of milliseconds; weft is off
runs
{"weft.daemon_autostart":"maybe"}: weft: weft.daemon_autostart: found "maybe", expected 0 or 1; weft is off
runs
{"weft.enabled":"2"}: weft: weft.enabled: found "2", expected 0 or 1; weft is off
runs
