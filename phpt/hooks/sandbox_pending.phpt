--TEST--
An exception of the application that is on its way while callbacks run goes on as it was
--INI--
weft.hook=*
--FILE--
<?php
ini_set('error_log', '/dev/null');
class Guard { function __destruct() { woven('destructor'); } }
function woven(string $from) { echo "woven by $from\n"; return 1; }
function throws() { $guard = new Guard; throw new LogicException('the application\'s'); }
function cleans() { try { throws(); } finally { woven('finally'); } }
$hook = Weft\hook('woven',
    before: function (Weft\Call $call) { try { throw new RuntimeException('caught in there'); } catch (RuntimeException) { } },
    after: function (Weft\Call $call) { throw new DomainException('the callback\'s'); });
Weft\hook('throws', failed: function () { throw new DomainException('the callback\'s'); });
Weft\hook('cleans', failed: function (Weft\Call $call) { echo get_class($call->error), ' ', var_export($call->error->getPrevious(), true), "\n"; });
try { cleans(); } catch (Exception $e) {
    echo get_class($e), ': ', $e->getMessage(), ' of line ', $e->getLine(), ', previous ', var_export($e->getPrevious(), true), "\n";
    foreach ($e->getTrace() as $frame) echo '  ', $frame['function'], ' ', $frame['line'], "\n";
}
echo $hook->stats()['failures'], " failures\n";
// A destructor that throws while another exception is on its way.
class Throws { function __destruct() { woven('thrower'); throw new RangeException('of a destructor'); } }
function both() { $guard = new Throws; throw new LogicException('first'); }
Weft\hook('both', failed: function () { throw new DomainException('the callback\'s'); });
try { both(); } catch (Exception $e) { echo get_class($e), ' after ', get_class($e->getPrevious()), "\n"; }
?>
--EXPECT--
woven by destructor
woven by finally
LogicException NULL
LogicException: the application's of line 5, previous NULL
  throws 6
  cleans 12
2 failures
woven by thrower
RangeException after LogicException
