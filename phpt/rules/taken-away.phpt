--TEST--
Patterns with ! take targets away from their own rule
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() {} function b() {} function c() {} class K { function a() {} function b() {} } a(); b(); c(); (new K)->a(); (new K)->b(); (function () {})();';
foreach (["['*', '!b']", "['*', '!*::*']", "['*', '!*::*', 'K::a']", "['*', '!{closure}']", "['a', 'b', '!a', '!b']", "['*::*', '!K::b']"] as $target) {
    echo $target, ': ', woven("[[rule]]\ntarget = $target\nwrapper = 'named'", $code);
}
echo 'two rules: ', woven("[[rule]]\ntarget = '*'\nwrapper = 'other'\n[[rule]]\ntarget = ['*', '!b']\nwrapper = 'named'", $code);
?>
--EXPECTF--
['*', '!b']: [a] [c] [K::a] [K::b] [{closure%r(:app\.php:[25])?%r}] 
['*', '!*::*']: [a] [b] [c] [{closure%r(:app\.php:[25])?%r}] 
['*', '!*::*', 'K::a']: [a] [b] [c] [K::a] [{closure%r(:app\.php:[25])?%r}] 
['*', '!{closure}']: [a] [b] [c] [K::a] [K::b] 
['a', 'b', '!a', '!b']: 
['*::*', '!K::b']: [K::a] 
two rules: [a] <other b> [c] [K::a] [K::b] [{closure%r(:app\.php:[25])?%r}]
