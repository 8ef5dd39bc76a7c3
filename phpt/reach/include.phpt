--TEST--
What a file brings, however it is included
--FILE--
<?php
$file = __DIR__ . '/brings.inc';
file_put_contents($file, '<?php function brought() {} class Brought { function m() {} } return fn () => 1;');
function load($file) { return require_once $file; }
load($file)(); brought(); (new Brought)->m();
unlink($file);
echo "\n";
?>
--EXPECTF--
[load] [{closure%r[^\]]*%r}] [brought] [Brought::m]
