--TEST--
A listener hears of exceptions as they are thrown, and whether a catch block fits
--FILE--
<?php
Weft\on('exception', function (Throwable $exception, bool $uncaught) {
    echo '[', get_class($exception), ' ', $exception->getMessage(), $uncaught ? ' uncaught' : '', "]\n";
});
function thrower() { throw new LogicException('one'); }
try { thrower(); } catch (RuntimeException | LogicException $e) { echo "caught\n"; }
try { try { thrower(); } catch (RuntimeException $e) {} } catch (Exception $e) { echo "outside\n"; }
try { array_map('thrower', [1]); } catch (Throwable $e) { echo "through an internal function\n"; }
try { try { thrower(); } finally { echo "finally\n"; } } catch (Exception $e) {}
try { intdiv(1, 0); } catch (DivisionByZeroError $e) {}
try { eval('$x = ;'); } catch (ParseError $e) {}
set_exception_handler(function ($e) { echo 'handler ', $e->getMessage(), "\n"; });
try { thrower(); } catch (RuntimeException $e) {} finally { echo "finally\n"; }
?>
--EXPECTF--
[LogicException one]
caught
[LogicException one]
outside
[LogicException one]
through an internal function
[LogicException one]
finally
[DivisionByZeroError Division by zero]
[ParseError syntax error, unexpected token ";"]
[LogicException one uncaught]
finally
handler one
