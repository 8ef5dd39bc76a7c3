--TEST--
Where weft is off, every answer says so
--INI--
weft.enabled=0
weft.hook=*
--FILE--
<?php
function here() {}
foreach ([Weft\explain('here'), Weft\explain('strlen'), Weft\explain('nothing'), ...Weft\explain_file(__FILE__)] as $answer) {
    echo "$answer[target]: $answer[state]: $answer[reason]\n";
}
?>
--EXPECT--
here: not woven: weft is off: weft.enabled is 0
strlen: not woven: weft is off: weft.enabled is 0
nothing: unknown: nothing of this name is declared in this request; weft is off: weft.enabled is 0
here: not woven: weft is off: weft.enabled is 0
