--TEST--
Rules that are not enabled, and weft that is not
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() {} a(); echo "runs ";';
$rule = "[[rule]]\ntarget = 'a'\nwrapper = 'named'\n";
echo woven($rule, $code), woven($rule . 'enabled = true', $code), woven($rule . 'enabled = false', $code);
foreach (['0', 'off', 'no', 'false', '', '1', 'on', 'yes', 'true'] as $value) {
    echo "$value: ", woven($rule, $code, ['weft.enabled' => $value]);
}
?>
--EXPECT--
[a] runs 
[a] runs 
runs 
0: runs 
off: runs 
no: runs 
false: runs 
: runs 
1: [a] runs 
on: [a] runs 
yes: [a] runs 
true: [a] runs
