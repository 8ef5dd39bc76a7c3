--TEST--
exit in an included file ends the script; nobody hears of an end
--INI--
weft.hook=include,eval
--FILE--
<?php
Weft\hook('include', fn(Weft\Call $call) => print('before '), fn() => print('after'), fn() => print('failed'));
function f() {
    try {
        include __DIR__ . '/files/exits.inc';
    } finally {
        echo 'never';
    }
}
register_shutdown_function(fn() => print("shutdown\n"));
f();
?>
--EXPECT--
before exit
shutdown
