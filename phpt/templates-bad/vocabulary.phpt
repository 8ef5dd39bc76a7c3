--TEST--
Names of weft's vocabulary that make no sense
--FILE--
<?php
require __DIR__ . '/bad.inc';
echo 'bypass without before: ', bad("<?php\nreturn static function (): mixed {\n    \\Weft\\bypass();\n    return \\Weft\\proceed();\n};");
?>
--EXPECT--
bypass without before: weft: app.toml:1: wrapper "bad": bad.php:3: found \Weft\bypass() without \Weft\before(): only a wrapper that runs callbacks can be left out
a woven b
