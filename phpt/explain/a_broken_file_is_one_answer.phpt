--TEST--
A file that PHP refuses is one answer, with PHP's own words and the line; the request goes on
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip PHP frees the rest of a failed compilation with its heap'); ?>
--INI--
weft.hook=*
weft.join=call
--FILE--
<?php
set_error_handler(function ($level, $message) { echo "handler: $message\n"; return true; });
foreach (['parse_error.php', 'compile_error.php', 'twice.php', 'jump_out_of_finally.php', 'no_such_file.php', '.', "nul\0byte"] as $file) {
    foreach (Weft\explain_file(__DIR__ . "/files/$file") as $answer) {
        unset($answer['php'], $answer['opcodes']);
        $told = array_filter($answer, fn($value) => $value !== null);
        echo str_replace(__DIR__, '', json_encode($told, JSON_UNESCAPED_SLASHES)), "\n";
    }
}
var_dump(error_get_last());
var_dump(count(array_keys(array_column(Weft\explain_file(__DIR__ . '/files/shapes.php'), 'state'), 'woven')), eval('return 1 + 1;'));
?>
--EXPECTF--
{"target":"/files/parse_error.php","file":"/files/parse_error.php","line":3,"state":"unknown","reason":"syntax error, unexpected token \"{\", expecting variable"}
{"target":"/files/compile_error.php","file":"/files/compile_error.php","line":7,"state":"unknown","reason":"'goto' to undefined label 'nowhere'"}
{"target":"/files/twice.php","file":"/files/twice.php","line":3,"state":"unknown","reason":"Cannot redeclare %r(function )?%rtwice() (previously declared in /files/twice.php:2)"}
{"target":"/files/jump_out_of_finally.php","file":"/files/jump_out_of_finally.php","line":2,"state":"unknown","reason":"jump out of a finally block is disallowed"}
{"target":"/files/no_such_file.php","file":"/files/no_such_file.php","state":"unknown","reason":"PHP cannot open it"}
{"target":"/files/.","file":"/files/.","state":"unknown","reason":"PHP cannot open it"}
{"target":"/files/nul\u0000byte","file":"/files/nul\u0000byte","state":"unknown","reason":"PHP cannot open it"}
NULL
int(13)
int(2)
