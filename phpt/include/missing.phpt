--TEST--
A file that is not there: the warning, @, and the error of require are as ever
--INI--
weft.hook=include,eval
--FILE--
<?php
Weft\hook('include', fn(Weft\Call $call) => null, fn(Weft\Call $call) => print('after '), fn() => print('failed '));
var_dump(@include 'not-there.inc');
var_dump(
    include 'not-there.inc'
);
set_error_handler(function ($level, $message, $file, $line) { throw new ErrorException($message, 0, $level, $file, $line); });
try {
    include 'not-there.inc';
} catch (ErrorException $error) {
    echo $error->getLine(), ' ', $error->getMessage(), "\n";
}
restore_error_handler();
require 'not-there.inc';
?>
--EXPECTF--
after bool(false)

Warning: include(not-there.inc): Failed to open stream: No such file or directory in %smissing.php on line 5

Warning: include(): Failed opening 'not-there.inc' for inclusion (include_path='%s') in %smissing.php on line 5
after bool(false)
failed 9 include(not-there.inc): Failed to open stream: No such file or directory

Warning: require(not-there.inc): Failed to open stream: No such file or directory in %smissing.php on line 14
failed 
Fatal error: Uncaught Error: Failed opening required 'not-there.inc' (include_path='%s') in %smissing.php:14
Stack trace:
#0 {main}
  thrown in %smissing.php on line 14
