--TEST--
Callbacks run in shutdown functions and destructors, and no longer when the request has ended
--INI--
weft.hook=*
session.save_path=
--SKIPIF--
<?php if (!extension_loaded('session')) die('skip needs session'); ?>
--FILE--
<?php
class Handler implements SessionHandlerInterface {
    function open($path, $name): bool { return true; }
    function close(): bool { echo "close\n"; return true; }
    function read($id): string { return ''; }
    function write($id, $data): bool { echo "write\n"; return true; }
    function destroy($id): bool { return true; }
    function gc($lifetime): int { return 0; }
    function __destruct() { echo "destruct\n"; }
}
function at_shutdown() { echo "shutdown\n"; }
ob_start();
session_set_save_handler($handler = new Handler, false);
session_start();
register_shutdown_function('at_shutdown');
Weft\hook('*', function () { echo '>'; });
?>
--EXPECT--
>shutdown
>destruct
write
close
