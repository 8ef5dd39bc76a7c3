--TEST--
when.script: which scripts
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'function a() {} a(); a();';
foreach (['app.php', '*.php', 'other.php', '**/rules/*/app.php', '/app.php', 'a?p.php', '[xyz]pp.php', 'rules/app.php'] as $script) {
    echo $script, ': ', woven("[[rule]]\ntarget = 'a'\nwrapper = 'named'\nwhen = { script = '$script' }", $code);
}
echo 'one of two: ', woven("[[rule]]\ntarget = 'a'\nwrapper = 'named'\nwhen.script = ['other.php', 'app.php']", $code);
echo 'and a share: ', woven("[[rule]]\ntarget = 'a'\nwrapper = 'named'\nsample = 0\nwhen.script = 'app.php'", $code);
?>
--EXPECT--
app.php: [a] [a] 
*.php: [a] [a] 
other.php: 
**/rules/*/app.php: [a] [a] 
/app.php: 
a?p.php: [a] [a] 
[xyz]pp.php: 
rules/app.php: 
one of two: [a] [a] 
and a share:
