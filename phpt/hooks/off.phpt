--TEST--
With weft off a hook is accepted and refused for that reason
--INI--
weft.enabled=0
--FILE--
<?php
function target() { echo "target\n"; }
$hook = Weft\hook('target', function () { echo '>'; });
target();
echo json_encode($hook->stats()), "\n";
?>
--EXPECT--
target
{"state":"refused","reason":"weft is off: weft.enabled is 0","calls":0,"failures":0}
