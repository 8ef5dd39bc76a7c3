--TEST--
Name+::method reaches the internal classes that implement an internal interface; wildcards name functions; * and *::* do not mean what is built in
--FILE--
<?php
[$a] = json_decode('["a"]');   // not a constant, which opcache folds
Weft\hook('Iterator+::rewind', function (Weft\Call $call) { echo "$call->class::$call->function "; });
(new ArrayIterator([1]))->rewind();
(new EmptyIterator)->rewind();
(new SplObjectStorage)->rewind();
echo "\n";
Weft\hook('str_*', function (Weft\Call $call) { echo "$call->function "; });
str_contains($a, 'a'); str_pad($a, 2); substr($a, 0);
echo "\n";
Weft\hook('*', function () { echo 'never'; });
Weft\hook('*::*', function () { echo 'never'; });
substr($a, 0);
(new ArrayObject)->getIterator();
echo "\n";
?>
--EXPECT--
ArrayIterator::rewind EmptyIterator::rewind SplObjectStorage::rewind 
str_contains str_pad 

