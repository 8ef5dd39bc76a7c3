--TEST--
A template that PHP cannot compile
--FILE--
<?php
require __DIR__ . '/bad.inc';
echo bad("<?php\nreturn static function (int \$x, int \$x): mixed { return \\Weft\\proceed(); };");
echo bad("<?php\nreturn static function (): mixed {\n    break;\n    return \\Weft\\proceed();\n};");
echo bad("<?php\nreturn static function (): void {\n\n    return \\Weft\\proceed();\n};");
echo bad("<?php\nreturn static function (): never {\n    return \\Weft\\proceed();\n};");
echo bad("<?php\nreturn static function (): mixed { const X = 1; return \\Weft\\proceed(); };");
?>
--EXPECT--
weft: app.toml:1: wrapper "bad": bad.php:2: Redefinition of parameter $x
a woven b
weft: app.toml:1: wrapper "bad": bad.php:3: 'break' not in the 'loop' or 'switch' context
a woven b
weft: app.toml:1: wrapper "bad": bad.php:4: A void function must not return a value
a woven b
weft: app.toml:1: wrapper "bad": bad.php:3: A never-returning function must not return
a woven b
weft: app.toml:1: wrapper "bad": bad.php:2: syntax error, unexpected token "const"
a woven b
