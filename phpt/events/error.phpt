--TEST--
A listener hears of errors of all levels, suppressed ones are marked, and PHP goes on as ever
--INI--
error_reporting=E_ALL
--FILE--
<?php
$hook = Weft\on('error', function (int $level, string $message, string $file, int $line, bool $suppressed) {
    echo "[$level $message ", basename($file), ":$line", $suppressed ? ' suppressed' : '', "]\n";
});
echo $undefined;
echo @$undefined;
trigger_error('user', E_USER_NOTICE);
set_error_handler(function ($level, $message) { echo "handler: $message\n"; return true; });
echo $undefined;
@file_get_contents('not-there.txt');
restore_error_handler();
var_dump(error_get_last()['message']);
$hook->pause();
trigger_error('nobody hears', E_USER_DEPRECATED);
$hook->resume();
eval('switch (1) { case 1: function f(?int $a = 5, $b) {} }');
$hook->remove();
trigger_error('nobody hears');
?>
--EXPECTF--
[2 Undefined variable $undefined error.php:5]

Warning: Undefined variable $undefined in %serror.php on line 5
[2 Undefined variable $undefined error.php:6 suppressed]
[1024 user error.php:7]

Notice: user in %serror.php on line 7
[2 Undefined variable $undefined error.php:9]
handler: Undefined variable $undefined
[2 file_get_contents(not-there.txt): Failed to open stream: No such file or directory error.php:10 suppressed]
handler: file_get_contents(not-there.txt): Failed to open stream: No such file or directory
string(4) "user"

Deprecated: nobody hears in %serror.php on line 14
[8192 %SOptional parameter $a declared before required parameter $b is implicitly treated as a required parameter error.php(16) : eval()'d code:1]

Deprecated: %SOptional parameter $a declared before required parameter $b is implicitly treated as a required parameter in %serror.php(16) : eval()'d code on line 1

Notice: nobody hears in %serror.php on line 18
