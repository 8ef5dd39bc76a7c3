--TEST--
Callbacks hear nothing in requests in which the rule does not hold
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() { echo "a "; } Weft\hook("a", function () { echo "heard "; }, function () { echo "end "; }); a(); a(); Weft\hook("*", function () { echo "all "; }); a();';
foreach (['0', '1'] as $share) {
    echo "$share: ", woven("[[rule]]\ntarget = '*'\nsample = $share", $code);
    echo "$share, call: ", woven("[[rule]]\ntarget = '*'\nsample = $share", $code, ['weft.join' => 'call']);
}
?>
--EXPECT--
0: a a a 
0, call: a a a 
1: heard a end heard a end heard all a end 
1, call: heard a end heard a end heard all a end
