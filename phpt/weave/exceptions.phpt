--TEST--
Exceptions through try, catch and finally
--INI--
error_reporting=24575
--FILE--
<?php
function thrower($x) { throw new RuntimeException("thrown $x", $x); }
function passes($x) { return thrower($x); }
function catches($x) {
    try {
        passes($x);
    } catch (LogicException | RuntimeException $e) {
        return get_class($e) . ' ' . $e->getMessage() . ' ' . $e->getCode();
    }
}
function rethrows() {
    try {
        passes(1);
    } catch (Exception $e) {
        throw new LogicException('wrapped', 2, $e);
    } finally {
        echo 'finally ';
    }
}
class A { function __construct() { throw new DomainException('constructor'); } function __destruct() { echo 'never destructed'; } }
echo catches(5), "\n";
try {
    rethrows();
} catch (LogicException $e) {
    echo $e->getMessage(), ' of ', $e->getPrevious()->getMessage(), ' line ', $e->getLine(), "\n";
}
try {
    new A;
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
function error() { return intdiv(1, 0) + null->x; }
try {
    error();
} catch (DivisionByZeroError $e) {
    echo get_class($e), "\n";
}
function in_argument() { return strlen(implode([1, passes(9)])); }
try {
    in_argument();
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
function replaced() {
    try {
        throw new Exception('first');
    } finally {
        throw new Exception('second');
    }
}
try {
    replaced();
} catch (Exception $e) {
    echo $e->getMessage(), ' after ', $e->getPrevious()->getMessage(), "\n";
}
function swallowed() { try { throw new Exception('lost'); } finally { return 'returned instead'; } }
echo swallowed(), "\n";
set_exception_handler(function ($e) { echo 'handler: ', $e->getMessage(), "\n"; });
passes(7);
?>
--EXPECT--
RuntimeException thrown 5 5
finally wrapped of thrown 1 line 15
constructor
DivisionByZeroError
thrown 9
second after first
returned instead
handler: thrown 7
