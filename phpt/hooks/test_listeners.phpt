--TEST--
weft.test_listeners: before, after and failed run on every woven function, and take nothing that PHP could count
--INI--
weft.hook=*
weft.test_listeners=call
--FILE--
<?php
function returns(array $list, ?object $object = null) { return new stdClass; }
class Thrower {
    public function throws() { throw new Exception; }
}
function generates() { yield 1; return 2; }

$first = returns([1, [2]], new ArrayObject);
try {
    (new Thrower)->throws();
} catch (Exception) {
}
foreach (generates() as $value);
$closure = function (&$by_reference) {};
$closure($value);
echo 'objects: ', spl_object_id($first), spl_object_id($closure), spl_object_id(new stdClass), "\n";

// Four functions, each with a before and an after or failed.
['target' => $target, 'state' => $state, 'calls' => $calls, 'failures' => $failures] = Weft\hooks()[0];
echo count(Weft\hooks()), " hook: $target, $state, $calls calls, $failures failures\n";
?>
--EXPECT--
objects: 213
1 hook: *, woven, 8 calls, 0 failures
