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
set_exception_handler(fn($e) => print("handler\n"));
function load() { include __DIR__ . '/files/throws.inc'; }
load();
?>
--EXPECT--
one caught
failed
thrown uncaught
include failed
handler
