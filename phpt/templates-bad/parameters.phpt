--TEST--
Parameters that are no settings
--FILE--
<?php
require __DIR__ . '/bad.inc';
$template = fn (string $parameter) => "<?php\nreturn static function ($parameter): mixed { return \\Weft\\proceed(); };";
echo 'by reference: ', bad($template('int &$times = 3'));
echo 'variadic: ', bad($template('int ...$all'));
echo 'a constant expression: ', bad($template('int $times = self::TIMES * 2'));
echo 'a constant of the application: ', bad($template('$times = TIMES'));
echo 'an object: ', bad($template('$object = new stdClass'));
echo 'a class: ', bad($template('DateTime $when'));
echo 'a callable: ', bad($template('string $a = "a", callable $b'));
echo 'fine: ', bad($template('int $a = 2 * 3, ?string $b = null, iterable $c = [], int|DateTime $d = 5'));
?>
--EXPECT--
by reference: weft: app.toml:1: wrapper "bad": bad.php:2: found "&$times", expected settings by value
a woven b
variadic: weft: app.toml:1: wrapper "bad": bad.php:2: found a variadic parameter, expected named settings
a woven b
a constant expression: weft: app.toml:1: wrapper "bad": bad.php:2: found a constant expression as default of $times, expected a plain value
a woven b
a constant of the application: weft: app.toml:1: wrapper "bad": bad.php:2: found a constant expression as default of $times, expected a plain value
a woven b
an object: weft: app.toml:1: wrapper "bad": bad.php:2: found a constant expression as default of $object, expected a plain value
a woven b
a class: weft: app.toml:1: wrapper "bad": bad.php:2: found a type for $when that no setting has, expected bool, int, float, string, array, null or mixed
a woven b
a callable: weft: app.toml:1: wrapper "bad": bad.php:2: found a type for $b that no setting has, expected bool, int, float, string, array, null or mixed
a woven b
fine: a woven b
