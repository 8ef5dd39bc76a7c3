--TEST--
Callbacks run by priority, then in order of registration; after callbacks in reverse
--INI--
weft.hook=*
--FILE--
<?php
function target() { echo '|'; }
$say = fn(string $text) => function () use ($text) { echo $text; };
Weft\hook('target', $say('b'), $say('B'));
Weft\hook('target', $say('c'), $say('C'));
Weft\hook('target', $say('a'), $say('A'), priority: 10);
Weft\hook('target', $say('d'), $say('D'), priority: -1);
target();
echo "\n";
function fails() { echo '|'; throw new Exception; }
Weft\hook('fails', $say('1'), $say('no'), $say('!1'));
Weft\hook('fails', $say('2'), $say('no'), $say('!2'));
try { fails(); } catch (Exception) { echo " caught\n"; }
?>
--EXPECT--
abcd|DCBA
12|!2!1 caught
