--TEST--
Errors, exceptions and exit() in shutdown functions and destructors: one behind the other, as ever
--FILE--
<?php
class Last {
    function __construct(private string $name) {}
    function __destruct() { echo "end of $this->name\n"; if ($this->name == 'thrower') throw new Exception("from $this->name"); }
}
$thrower = new Last('thrower');
$kept = new Last('kept');
function in_between() { $gone = new Last('local'); return strlen('x'); }
echo in_between(), "\n";
try {
    (function () { new Last('thrower'); })();
} catch (Exception $e) {
    echo 'caught ', $e->getMessage(), ' of line ', $e->getLine(), "\n";
}
register_shutdown_function(function () { echo "one\n"; register_shutdown_function(fn () => print("three\n")); });
register_shutdown_function(function () { echo "two\n"; undefined_function(); });
register_shutdown_function(function () { echo "never\n"; });
?>
--EXPECTF--
end of local
1
end of thrower
caught from thrower of line 4
one
two

Fatal error: Uncaught Error: Call to undefined function undefined_function() in %sshutdown-errors.php:16
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %sshutdown-errors.php on line 16
end of kept
end of thrower

Fatal error: Uncaught Exception: from thrower in %sshutdown-errors.php:4
Stack trace:
#0 [internal function]: Last->__destruct()
#1 {main}
  thrown in %sshutdown-errors.php on line 4
