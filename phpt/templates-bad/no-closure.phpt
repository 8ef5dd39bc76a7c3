--TEST--
A file that returns no closure
--FILE--
<?php
require __DIR__ . '/bad.inc';
echo 'empty: ', bad('');
echo 'text: ', bad("just some text\n");
echo 'a value: ', bad("<?php return 5;");
echo 'a name: ', bad("<?php return 'strlen';");
echo 'nothing: ', bad("<?php\n");
echo 'not returned: ', bad("<?php\n\$f = static function (): mixed { return \\Weft\\proceed(); };");
echo 'another returned: ', bad("<?php\n\$f = static function (): mixed { return \\Weft\\proceed(); };\nreturn \$f;");
?>
--EXPECT--
empty: weft: app.toml:1: wrapper "bad": bad.php: found an empty file, expected "return static function (...) { ... };"
a woven b
text: weft: app.toml:1: wrapper "bad": bad.php: found no closure, expected "return static function (...) { ... };"
a woven b
a value: weft: app.toml:1: wrapper "bad": bad.php: found no closure, expected "return static function (...) { ... };"
a woven b
a name: weft: app.toml:1: wrapper "bad": bad.php: found no closure, expected "return static function (...) { ... };"
a woven b
nothing: weft: app.toml:1: wrapper "bad": bad.php: found no closure, expected "return static function (...) { ... };"
a woven b
not returned: weft: app.toml:1: wrapper "bad": bad.php:2: found a closure that the file does not return, expected "return static function"
a woven b
another returned: weft: app.toml:1: wrapper "bad": bad.php:2: found a closure that the file does not return, expected "return static function"
a woven b
