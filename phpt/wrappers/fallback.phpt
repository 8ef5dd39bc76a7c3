--TEST--
A wrapper that answers when the original fails
--INI--
weft.rules={PWD}/rules/fallback.toml
--FILE--
<?php
function works() { return 'works'; }
function fails($x) { throw new InvalidArgumentException("no $x"); }
function deep() { try { return [fails('deep')]; } finally { echo 'finally '; } }
function loop() { foreach ([1, 2] as $x) { foreach ((function () { yield new ArrayObject; throw new Exception('in generator'); })() as $y) { $z = [$x, strlen('a') . fails('late')]; } } }
function error() { return intdiv(1, 0); }
class A { function __construct(public $x = 1) { $this->x = throw new DomainException('constructor'); } function m(): string { return missing(); } }
echo works(), ' ', fails(1), ' ', deep(), ' ', loop(), "\n";
echo (new A)->x, "\n";
try { error(); } catch (Error $e) { echo get_class($e), "\n"; }
try { (new A)->m(); } catch (Error $e) { echo get_class($e), "\n"; }
?>
--EXPECTF--
works (no 1) fallback (no deep) finally 
Warning: Array to string conversion in %s/fallback.php on line 8
Array (no late) (in generator) fallback
(constructor) 1
DivisionByZeroError
(constructor) Error
