--TEST--
when.uri: not where there is no URI
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() {} a(); a();';
foreach (['"/"', '["/a", "/b"]'] as $uri) {
    echo $uri, ': ', woven("[[rule]]\ntarget = 'a'\nwrapper = 'named'\nwhen = { uri = $uri }", $code);
}
?>
--EXPECT--
"/": 
["/a", "/b"]:
