--TEST--
\Weft\proceed() that is missing or misused
--FILE--
<?php
require __DIR__ . '/bad.inc';
echo 'missing: ', bad("<?php\n\nreturn static function (): mixed {\n    return 5;\n};");
echo 'another of that name: ', bad("<?php\nreturn static function (): mixed { return proceed(); };");
echo 'an argument: ', bad("<?php\nreturn static function (): mixed {\n    return \\Weft\\proceed(1);\n};");
echo 'a named argument: ', bad("<?php\nreturn static function (): mixed { return \\Weft\\proceed(key: 'x'); };");
echo 'unpacked arguments: ', bad("<?php\nreturn static function (): mixed { return \\Weft\\proceed(...\\func_get_args()); };");
echo 'a call as argument: ', bad("<?php\nreturn static function (): mixed {\n    \$first = \\Weft\\proceed();\n\n    return \\Weft\\proceed(\\strlen(\$first));\n};");
echo 'without a call: ', bad("<?php\nreturn static function (): mixed { \$later = \\Weft\\proceed(...); return \$later(); };");
echo 'fine, imported: ', bad("<?php\nuse function Weft\\proceed;\nreturn static function (): mixed { return 'imported ' . proceed(); };");
echo 'fine, in the namespace: ', bad("<?php\nnamespace Weft;\nreturn static function (): mixed { return 'in the namespace ' . proceed(); };");
?>
--EXPECT--
missing: weft: app.toml:1: wrapper "bad": bad.php:3: found no call of \Weft\proceed(), expected at least one
a woven b
another of that name: weft: app.toml:1: wrapper "bad": bad.php:2: found no call of \Weft\proceed(), expected at least one
a woven b
an argument: weft: app.toml:1: wrapper "bad": bad.php:3: found \Weft\proceed() with arguments, expected "\Weft\proceed()": the original gets the arguments of this call
a woven b
a named argument: weft: app.toml:1: wrapper "bad": bad.php:2: found \Weft\proceed() with arguments, expected "\Weft\proceed()": the original gets the arguments of this call
a woven b
unpacked arguments: weft: app.toml:1: wrapper "bad": bad.php:2: found \Weft\proceed() with arguments, expected "\Weft\proceed()": the original gets the arguments of this call
a woven b
a call as argument: weft: app.toml:1: wrapper "bad": bad.php:5: found \Weft\proceed() with arguments, expected "\Weft\proceed()": the original gets the arguments of this call
a woven b
without a call: weft: app.toml:1: wrapper "bad": bad.php:2: found "\Weft\proceed(...)", expected "\Weft\proceed()": the original gets the arguments of this call
a woven b
fine, imported: imported a woven b
fine, in the namespace: in the namespace a woven b
