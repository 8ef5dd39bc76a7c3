--TEST--
Each setting has a twin in the environment, and the configuration wins
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() {} a(); echo "runs ";';
$rule = "[[rule]]\ntarget = 'a'\nwrapper = 'named'\n";
$plain = ['weft.hook' => ''];
function show(string $what, string $answer) { echo "$what: $answer"; }
$here = __DIR__;
require_once __DIR__ . '/../php.inc';
file_put_contents("$here/environment.toml", $rule);
file_put_contents("$here/environment.inc", "<?php $code");
$run = fn (array $environment, array $settings = []) => php([...$settings, "$here/environment.inc"], $environment) . "\n";
$both = ['WEFT_RULES' => "$here/environment.toml", 'WEFT_WRAPPERS_PATH' => "$here/templates"];
show('nothing', $run([]));
show('environment', $run($both));
show('enabled', $run($both + ['WEFT_ENABLED' => '0']));
show('the configuration wins', $run($both, ['-d', 'weft.rules=']));
show('enabled by it', $run($both + ['WEFT_ENABLED' => '0'], ['-d', 'weft.enabled=1']));
show('only the other', $run(['WEFT_RULES' => "$here/environment.toml"], ['-d', "weft.wrappers_path=$here/templates"]));
file_put_contents("$here/environment.inc", '<?php function a() {} Weft\hook("a", function () { echo "heard "; }); a(); echo json_encode(array_map("ini_get", ["weft.hook", "weft.join"]));');
show('hook', $run(['WEFT_HOOK' => 'a', 'WEFT_JOIN' => 'call']));
show('join', str_replace($here, '', $run(['WEFT_HOOK' => 'a', 'WEFT_JOIN' => 'never'])));
show('a broken hook', $run(['WEFT_HOOK' => 'a, b c']));
show('a broken hook that does not count', $run(['WEFT_HOOK' => 'a, b c'], ['-d', 'weft.hook=a']));
unlink("$here/environment.toml");
unlink("$here/environment.inc");
?>
--EXPECT--
nothing: runs 
environment: [a] runs 
enabled: runs 
the configuration wins: runs 
enabled by it: [a] runs 
only the other: [a] runs 
hook: heard ["","auto"]
join: weft: weft.join: found "never", expected "auto", "splice" or "call"; weft is off
["","auto"]
a broken hook: weft: WEFT_HOOK:1:5: found " ", expected a letter, a digit, "_", "*", "\", "::" or the end; weft is off
["","auto"]
a broken hook that does not count: heard ["a","auto"]
