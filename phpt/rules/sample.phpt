--TEST--
sample: the share of requests in which a rule holds
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() {} function b() {} class C { function m() {} } a(); b(); (new C)->m(); a(); (fn () => 1)();';
foreach (['0', '0.0', '1', '1.0'] as $share) {
    echo "$share: ", woven("[[rule]]\ntarget = '*'\nwrapper = 'named'\nsample = $share", $code);
    echo "$share, call: ", woven("[[rule]]\ntarget = '*'\nwrapper = 'named'\nsample = $share", $code, ['weft.join' => 'call']);
}
echo 'in a loop: ', woven("[[rule]]\ntarget = 'a'\nwrapper = 'other'\nsample = 1", 'function a() { return 1; } ob_start(); $n = 0; for ($i = 0; $i < 5000; $i++) { $n += a(); } ob_end_clean(); echo $n;');
echo 'never in a loop: ', woven("[[rule]]\ntarget = 'a'\nwrapper = 'other'\nsample = 0", 'function a() { return 1; } $n = 0; for ($i = 0; $i < 5000; $i++) { $n += a(); } echo $n;');
?>
--EXPECTF--
0: 
0, call: 
0.0: 
0.0, call: 
1: [a] [b] [C::m] [a] [{closure%r(:app\.php:[25])?%r}] 
1, call: [a] [b] [C::m] [a] [{closure%r(:app\.php:[25])?%r}] 
1.0: [a] [b] [C::m] [a] [{closure%r(:app\.php:[25])?%r}] 
1.0, call: [a] [b] [C::m] [a] [{closure%r(:app\.php:[25])?%r}] 
in a loop: 5000
never in a loop: 5000
