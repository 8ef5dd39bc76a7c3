--TEST--
weft.enabled=0: the table says that weft is off, and why
--INI--
weft.enabled=0
weft.hook=*
--FILE--
<?php
function untouched() {}
ob_start();
(new ReflectionExtension('weft'))->info();
foreach (explode("\n", ob_get_clean()) as $line) {
    if (preg_match('/^(State|Rules|Functions)/', $line)) echo $line, "\n";
}
?>
--EXPECT--
State => off: weft.enabled is 0
Rules => 1
Rules of weft.hook => *
Functions woven in this process => 0 (0 spliced, 0 called)
