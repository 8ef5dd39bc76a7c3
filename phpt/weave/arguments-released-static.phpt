--TEST--
An argument that the original lets go is gone, also from a function that has static variables and from a closure
--FILE--
<?php
class O { function __construct(public $n = 'o') {} function __destruct() { echo "-{$this->n} "; } }
function keeps($o) { static $all; $all[] = $o; unset($o); array_pop($all); echo "popped\n"; }
keeps(new O);
(function ($o) { $o = null; echo "nulled\n"; })(new O);
?>
--EXPECT--
-o popped
-o nulled
