--TEST--
Woven functions catch to tell of an error: that is no catch block of the application's
--INI--
weft.hook=*,include
--FILE--
<?php
Weft\hook('thrower', failed: fn() => print("failed\n"));
Weft\hook('include', failed: fn() => print("include failed\n"));
Weft\on('exception', fn(Throwable $exception, bool $uncaught) => print($exception->getMessage() . ($uncaught ? " uncaught\n" : " caught\n")));
function thrower() { throw new LogicException('one'); }
try { thrower(); } catch (LogicException) {}
function catches() { try { throw new LogicException('two'); } catch (Exception) {} }
function catches_some() { try { throw new LogicException('three'); } catch (OutOfBoundsException | LogicException $error) { return $error; } }
function catches_others() { try { throw new LogicException('four'); } catch (Error) {} catch (OutOfBoundsException) {} }
catches();
catches_some();
try { catches_others(); } catch (Throwable) {}
set_exception_handler(fn($e) => print("handler\n"));
function load() { include __DIR__ . '/files/throws.inc'; }
load();
?>
--EXPECT--
one caught
failed
two caught
three caught
four caught
thrown uncaught
include failed
handler
