--TEST--
phpinfo() and php --ri tell how it stands with each hook
--INI--
weft.hook=woven
--FILE--
<?php
function woven() { }
abstract class Shape { abstract function area(); }
$paused = Weft\hook('woven', fn() => null);
Weft\hook('woven', fn() => throw new Exception('never seen'));
Weft\hook('nowhere', fn() => null);
Weft\hook('Shape::area', fn() => null);
$paused->pause();
ini_set('error_log', '/dev/null');
woven();
ob_start();
(new ReflectionExtension('weft'))->info();
echo implode("\n", preg_grep('/^Hook /', explode("\n", ob_get_clean()))), "\n";
?>
--EXPECT--
Hook 1 on woven => paused, calls 0, failures 0
Hook 2 on woven => woven, calls 1, failures 1
Hook 3 on nowhere => waiting, calls 0, failures 0
Hook 4 on Shape::area => refused (it is abstract: there is no code to weave, but there is in the classes that implement it), calls 0, failures 0
