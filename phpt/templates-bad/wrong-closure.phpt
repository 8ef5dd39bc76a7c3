--TEST--
A closure of the wrong kind
--FILE--
<?php
require __DIR__ . '/bad.inc';
echo 'not static: ', bad("<?php\nreturn function (): mixed { return \\Weft\\proceed(); };");
echo 'by reference: ', bad("<?php\nreturn static function & (): mixed { \$x = \\Weft\\proceed(); return \$x; };");
echo 'a generator: ', bad("<?php\nreturn static function () { yield \\Weft\\proceed(); };");
echo 'uses a variable: ', bad("<?php\n\$x = 1;\nreturn static function () use (\$x): mixed { return \\Weft\\proceed() . \$x; };");
echo 'an arrow function that does: ', bad("<?php\n\$x = 1;\nreturn static fn () => \\Weft\\proceed() . \$x;");
echo 'a static variable: ', bad("<?php\nreturn static function (): mixed {\n    static \$calls = 0;\n    return \\Weft\\proceed();\n};");
echo 'a closure inside: ', bad("<?php\nreturn static function (): mixed {\n    \$later = fn () => \\Weft\\proceed();\n    return \$later() . \\Weft\\proceed();\n};");
echo 'fine, an arrow function: ', bad("<?php\nreturn static fn () => 'arrow ' . \\Weft\\proceed();");
?>
--EXPECT--
not static: weft: app.toml:1: wrapper "bad": bad.php:2: found a closure that is not static, expected "static function"
a woven b
by reference: weft: app.toml:1: wrapper "bad": bad.php:2: found a closure that returns by reference, expected one that returns by value (the original's references are kept)
a woven b
a generator: weft: app.toml:1: wrapper "bad": bad.php:2: found "yield", expected a closure that is no generator
a woven b
uses a variable: weft: app.toml:1: wrapper "bad": bad.php:3: found static variables or "use", expected a closure that keeps nothing between calls (see \Weft\remember())
a woven b
an arrow function that does: weft: app.toml:1: wrapper "bad": bad.php:3: found static variables or "use", expected a closure that keeps nothing between calls (see \Weft\remember())
a woven b
a static variable: weft: app.toml:1: wrapper "bad": bad.php:2: found static variables or "use", expected a closure that keeps nothing between calls (see \Weft\remember())
a woven b
a closure inside: weft: app.toml:1: wrapper "bad": bad.php:3: found a function inside the template's closure, expected none
a woven b
fine, an arrow function: arrow a woven b
