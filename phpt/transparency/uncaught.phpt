--TEST--
An uncaught exception from deep inside ends the script with its whole story
--FILE--
<?php
class A {
    function __call($name, $arguments) { return (fn ($x) => $this->inner(...$arguments, last: $x))($name); }
    private function inner(int $a, string ...$rest) {
        try {
            throw new LogicException('first');
        } catch (LogicException $e) {
            throw new RuntimeException('second', 7, $e);
        }
    }
}
function outer(callable $f) { return array_map($f, [1]); }
outer(function ($n) { return (new A)->missing($n); });
?>
--EXPECTF--

Fatal error: Uncaught LogicException: first in %suncaught.php:6
Stack trace:
#0 %suncaught.php(3): A->inner(1, last: 'missing')
#1 %suncaught.php(3): A->{closure%S}('missing')
#2 %suncaught.php(13): A->__call('missing', Array)
#3 [internal function]: {closure%S}(1)
#4 %suncaught.php(12): array_map(Object(Closure), Array)
#5 %suncaught.php(13): outer(Object(Closure))
#6 {main}

Next RuntimeException: second in %suncaught.php:8
Stack trace:
#0 %suncaught.php(3): A->inner(1, last: 'missing')
#1 %suncaught.php(3): A->{closure%S}('missing')
#2 %suncaught.php(13): A->__call('missing', Array)
#3 [internal function]: {closure%S}(1)
#4 %suncaught.php(12): array_map(Object(Closure), Array)
#5 %suncaught.php(13): outer(Object(Closure))
#6 {main}
  thrown in %suncaught.php on line 8
