--TEST--
Weft\hooks() says why an accepted hook does not fire: woven by a rule that runs no callbacks, not there yet
--INI--
opcache.enable=0
weft.rules={PWD}/states.toml
--FILE--
<?php
function counted() { }
abstract class Shape { abstract function area(); }
class Square extends Shape { function area() { return 4; } }
foreach (['strlen', 'ArrayObject::count', 'counted', 'Shape::area', 'Shape+::area', 'nowhere'] as $target) Weft\hook($target, fn() => null);
counted();
(new Square)->area();
foreach (Weft\hooks() as $hook) echo "$hook[target]: $hook[state]", $hook['reason'] ? ", $hook[reason]" : '', " ($hook[calls])\n";
$answer = Weft\explain('Square::area');
echo "$answer[state] by $answer[rule] with $answer[wrapper]\n";
?>
--EXPECT--
strlen: woven (0)
ArrayObject::count: woven (0)
counted: refused, a rule weaves it with the wrapper "count", which runs no callbacks (0)
Shape::area: refused, it is abstract: there is no code to weave, but there is in the classes that implement it (0)
Shape+::area: woven (1)
nowhere: waiting (0)
woven by Weft\hook() with observe
