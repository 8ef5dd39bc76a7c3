--TEST--
A hook on an internal method reaches the classes that inherit it, declared before and after, and not those that have their own
--FILE--
<?php
eval('class Before extends ArrayObject {}');
Weft\hook('ArrayObject::count', function (Weft\Call $call) { echo get_class($call->object), ' '; });
eval('class After extends Before {} class Own extends ArrayObject { function count(): int { return -1; } } class Parent_ extends ArrayObject { function count(): int { return parent::count(); } }');
foreach (['ArrayObject', 'Before', 'After', 'Own', 'Parent_'] as $class) echo (new $class([1]))->count(), "\n";
Weft\hook('SplDoublyLinkedList::push', function (Weft\Call $call) { echo get_class($call->object), "\n"; });
(new SplQueue)->push(1);
(new SplStack)->push(1);
Weft\unhook_all();
foreach (['ArrayObject', 'Before', 'After'] as $class) echo (new $class([1]))->count(), "\n";
?>
--EXPECT--
ArrayObject 1
Before 1
After 1
-1
Parent_ 1
SplQueue
SplStack
1
1
1
