--TEST--
exit and die in code that was compiled before: the state says so, and a rule has them there, too
--INI--
weft.hook=die
--FILE--
<?php
$hook = Weft\hook('die', fn() => print('<'));
echo $hook->stats()['state'], "\n";
function ends() { exit(">\n"); }
ends();
?>
--EXPECT--
woven
<>
