--TEST--
A file with something beside its closure
--FILE--
<?php
require __DIR__ . '/bad.inc';
echo 'two closures: ', bad("<?php\n\$other = static fn () => 1;\nreturn static function (): mixed { return \\Weft\\proceed(); };");
echo 'a function: ', bad("<?php\nfunction helper() {}\nreturn static function (): mixed { return \\Weft\\proceed(); };");
echo 'only a function: ', bad("<?php\nfunction bad() { return \\Weft\\proceed(); }");
echo 'a conditional function: ', bad("<?php\nif (true) { function bad() { return \\Weft\\proceed(); } }");
echo 'a class: ', bad("<?php\n\n\nclass Helper { function m() {} }\nreturn static function (): mixed { return \\Weft\\proceed(); };");
echo 'a function of a name that the application has: ', bad("<?php\nfunction a() {}\nreturn static function (): mixed { return \\Weft\\proceed(); };");
?>
--EXPECT--
two closures: weft: app.toml:1: wrapper "bad": bad.php:3: found a second function, expected one closure and nothing beside it
a woven b
a function: weft: app.toml:1: wrapper "bad": bad.php:2: found the function helper(), expected a closure and nothing beside it
a woven b
only a function: weft: app.toml:1: wrapper "bad": bad.php:2: found the function bad(), expected a closure and nothing beside it
a woven b
a conditional function: weft: app.toml:1: wrapper "bad": bad.php:2: found a named function, expected a closure that the file returns
a woven b
a class: weft: app.toml:1: wrapper "bad": bad.php:4: found the class Helper, expected a closure and nothing beside it
a woven b
a function of a name that the application has: weft: app.toml:1: wrapper "bad": bad.php:2: found the function a(), expected a closure and nothing beside it
a woven b
