--TEST--
A rule's settings are the template's parameters
--INI--
weft.rules={PWD}/rules/settings.toml
--FILE--
<?php
function given() { return 'result'; }
function other() { return 'other'; }
echo given(), "\n", given(), "\n", other(), "\n";
?>
--EXPECT--
[true,-5,2,"\u00fcber \"quoted\" $x \\",[1,"two",3.5,false],1000,"u",{"a":1,"b":[2,3.5,null]}]
result
[true,-5,2,"\u00fcber \"quoted\" $x \\",[1,"two",3.5,false],1000,"u",{"a":1,"b":[2,3.5,null]}]
result
[false,9223372036854775807,0.1,"",[],"any",null,{"a":1,"b":[2,3.5,null]}]
other
