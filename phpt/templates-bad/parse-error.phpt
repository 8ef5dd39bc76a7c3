--TEST--
A template that PHP cannot parse
--FILE--
<?php
require __DIR__ . '/bad.inc';
echo bad("<?php\nreturn static function (): mixed {\n    return \\Weft\\proceed()\n};\n");
echo bad("<?php return static function (): mixed { return \\Weft\\proceed(; };");
echo bad("<?php\n\n\nreturn static function (): mixed { return \"unclosed; };\n");
?>
--EXPECT--
weft: app.toml:1: wrapper "bad": bad.php:4: syntax error, unexpected token "}", expecting ";"
a woven b
weft: app.toml:1: wrapper "bad": bad.php:1: syntax error, unexpected token ";"
a woven b
weft: app.toml:1: wrapper "bad": bad.php:5: Unclosed '{' on line 4
a woven b
