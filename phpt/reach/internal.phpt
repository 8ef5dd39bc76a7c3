--TEST--
PHP's own functions and the code of a file are not woven
--FILE--
<?php
echo strlen('abc'), implode(',', array_reverse([1, 2])), (new ArrayObject([1]))->count(), "\n";
?>
--EXPECT--
32,11
