--TEST--
While the switch file is there, nothing is woven, and hooks and php --ri say why
--INI--
weft.hook=*
weft.switch_file={PWD}/rules.toml
--FILE--
<?php
function target() { echo "target\n"; }
$hook = Weft\hook('target', function () { echo '>'; });
target();
echo str_replace(__DIR__, '', json_encode($hook->stats(), JSON_UNESCAPED_SLASHES)), "\n";
ob_start();
(new ReflectionExtension('weft'))->info();
echo str_replace(__DIR__, '', implode(preg_grep('/^Switch/', explode("\n", ob_get_clean())))), "\n";
?>
--EXPECT--
target
{"state":"refused","reason":"weft is switched off by /rules.toml","calls":0,"failures":0}
Switch => off: /rules.toml is there, and all wrappers pass through
