--TEST--
With a broken rules file weft is off, says why, and PHP runs on
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() { echo "runs"; } a();';
$good = "[[rule]]\ntarget = 'a'\nwrapper = 'named'\n";
foreach ([
    'not TOML' => "[[rule]\n",
    'no rule' => 'target = "a"',
    'no target' => "[[rule]]\nwrapper = 'named'",
    'a bad pattern' => "[[rule]]\ntarget = ['a', 'b c']",
    'a number for a pattern' => "[[rule]]\ntarget = 5",
    'a bad wrapper' => "[[rule]]\ntarget = 'a'\nwrapper = '../named'",
    'too large a share' => "[[rule]]\ntarget = 'a'\nsample = 1.5",
    'an unknown condition' => "[[rule]]\ntarget = 'a'\nwhen = { url = '/' }",
    'an unknown SAPI' => "[[rule]]\ntarget = 'a'\nwhen = { sapi = 'fpm' }",
    'a table as setting' => "[[rule]]\ntarget = 'a'\nx = { y = 1 }",
    'two mistakes' => "[[rule]]\ntarget = '9'\nsample = 'x'",
    'one in the second rule' => $good . "[[rule]]\ntarget = 'A::'",
] as $what => $rules) {
    echo "$what: ", woven($rules, $code);
}
?>
--EXPECT--
not TOML: weft: app.toml:1:8: unclosed array table: found the end of the line, expected "]"; weft is off
runs
no rule: weft: app.toml:1:1: found the key "target" outside of a rule, expected it below a [[rule]] line; weft is off
runs
no target: weft: app.toml:1:1: found a rule without "target", expected one; weft is off
runs
a bad pattern: weft: app.toml:2:18: target: found " ", expected a letter, a digit, "_", "*", "\", "::" or the end; weft is off
runs
a number for a pattern: weft: app.toml:2:10: target: found the integer 5, expected a string or an array of strings; weft is off
runs
a bad wrapper: weft: app.toml:3:12: wrapper: found "..", expected a name that stays within its folder; weft is off
runs
too large a share: weft: app.toml:3:10: sample: found the float 1.5, expected a number from 0 to 1; weft is off
runs
an unknown condition: weft: app.toml:3:10: when: found the key "url", expected "sapi", "script" or "uri": did you mean "uri"?; weft is off
runs
an unknown SAPI: weft: app.toml:3:17: when.sapi: found "fpm", expected "fpm-fcgi", as php_sapi_name() gives it; weft is off
runs
a table as setting: weft: app.toml:3:5: setting "x": found a table, expected a string, a number, a boolean or an array of these; weft is off
runs
two mistakes: weft: app.toml:2:11: target: found "9", expected a letter, "_" or "*": names start without a digit; weft is off
weft: app.toml:3:10: sample: found the string "x", expected a number from 0 to 1; weft is off
runs
one in the second rule: weft: app.toml:5:14: target: found the end, expected a method or "*"; weft is off
runs
