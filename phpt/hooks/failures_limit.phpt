--TEST--
After ten failures a hook is off for the rest of the request: logged, and told by Weft\hooks(); others go on
--INI--
weft.hook=*
--FILE--
<?php
function target() { return '|'; }
$ran = 0;
$bad = Weft\hook('target', function () use (&$ran) { $ran++; throw new Exception('boom'); }, function () { echo 'never after the tenth '; });
Weft\hook('target', function () { echo '>'; });
for ($i = 0; $i < 9; $i++) { ob_start(); target(); ob_end_clean(); }
echo target(), "\n", target(), "\n";
echo "$ran\n";
print_r($bad->stats());
$bad->resume();
echo target(), "\n";
echo $bad->stats()['state'], ' ', Weft\hooks()[1]['state'], "\n";
?>
--EXPECTF--
weft: the before callback for target threw Exception: boom in %s:4
weft: the before callback for target threw Exception: boom in %s:4
weft: the before callback for target threw Exception: boom in %s:4
weft: the before callback for target threw Exception: boom in %s:4
weft: the before callback for target threw Exception: boom in %s:4
weft: the before callback for target threw Exception: boom in %s:4
weft: the before callback for target threw Exception: boom in %s:4
weft: the before callback for target threw Exception: boom in %s:4
weft: the before callback for target threw Exception: boom in %s:4
weft: the before callback for target threw Exception: boom in %s:4
weft: the hook on target is off for the rest of the request: it has failed 10 times, see weft.callback_failures
>|
>|
10
Array
(
    [state] => refused
    [reason] => it has failed 10 times, see weft.callback_failures
    [calls] => 19
    [failures] => 10
)
>|
refused woven
