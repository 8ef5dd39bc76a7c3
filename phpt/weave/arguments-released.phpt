--TEST--
An argument that the original lets go is gone
--FILE--
<?php
class O { function __construct(public $n = 'o') {} function __destruct() { echo "-{$this->n} "; } }
function releases(O $o) { $w = WeakReference::create($o); $o = null; return $w->get() === null ? 'released' : 'kept'; }
echo releases(new O), "\n";
function nulls($x) { echo 'got '; $x = null; echo "nulled\n"; }
nulls(new O);
nulls($kept = new O('kept'));
?>
--EXPECT--
-o released
got -o nulled
got nulled
-kept
