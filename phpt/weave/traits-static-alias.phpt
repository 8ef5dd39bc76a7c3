--TEST--
Static variables of a trait's method and of its alias are two
--FILE--
<?php
trait Counts { function next() { static $n = 0; return ++$n; } }
class D { use Counts { next as following; } }
$d = new D;
echo $d->following(), $d->next(), $d->next(), $d->following(), "\n";
?>
--EXPECT--
1122
