--TEST--
when.sapi: which server interfaces
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() {} a();';
foreach (['"cli"', '"fpm-fcgi"', '["fpm-fcgi", "cli"]', '["apache2handler", "cli-server"]'] as $sapi) {
    echo $sapi, ': ', woven("[[rule]]\ntarget = 'a'\nwrapper = 'named'\nwhen = { sapi = $sapi }", $code);
}
echo 'falls through: ', woven("[[rule]]\ntarget = 'a'\nwrapper = 'named'\n[[rule]]\ntarget = 'a'\nwrapper = 'other'\nwhen = { sapi = 'embed' }", $code);
?>
--EXPECT--
"cli": [a] 
"fpm-fcgi": 
["fpm-fcgi", "cli"]: [a] 
["apache2handler", "cli-server"]: 
falls through: [a]
