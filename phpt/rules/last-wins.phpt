--TEST--
Of several rules the last one that fits is woven
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() {} function b() {} function c() {} a(); b(); c();';
echo woven("[[rule]]\ntarget = '*'\nwrapper = 'named'\n[[rule]]\ntarget = 'a'\nwrapper = 'other'", $code);
echo woven("[[rule]]\ntarget = 'a'\nwrapper = 'other'\n[[rule]]\ntarget = '*'\nwrapper = 'named'", $code);
echo woven("[[rule]]\ntarget = 'a'\nwrapper = 'other'\nmark = 'first'\n[[rule]]\ntarget = ['a', 'b']\nwrapper = 'other'\nmark = 'second'\n[[rule]]\ntarget = 'a'\nwrapper = 'other'\nmark = 'third'\nenabled = false", $code);
echo 'a file wins over weft.hook: ', woven("[[rule]]\ntarget = 'a'\nwrapper = 'other'", $code . 'Weft\hook("*", function () { echo "(heard) "; }); a(); b();', ['weft.hook' => '*']);
?>
--EXPECT--
<other a> [b] [c] 
[a] [b] [c] 
<second a> <second b> 
a file wins over weft.hook: <other a> <other a> (heard)
