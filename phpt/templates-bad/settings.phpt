--TEST--
Settings that a template does not take, or not so
--FILE--
<?php
require __DIR__ . '/bad.inc';
$template = "<?php\nreturn static function (int \$times, string \$text = 'x', ?array \$list = null, float \$ratio = 1.5, bool \$flag = false): mixed { return \$times . \$text . \\Weft\\proceed(); };";
echo 'unknown: ', bad($template, "times = 1\ntimse = 3");
echo 'none taken: ', bad("<?php return static function (): mixed { return \\Weft\\proceed(); };", 'times = 3');
echo 'missing: ', bad($template);
echo 'missing and unknown: ', bad($template, 'time = 1');
echo 'a string for an int: ', bad($template, 'times = "3"');
echo 'a float for an int: ', bad($template, 'times = 3.0');
echo 'a bool for an int: ', bad($template, 'times = true');
echo 'an int for a string: ', bad($template, "times = 1\ntext = 1");
echo 'a string for an array: ', bad($template, "times = 1\nlist = 'x'");
echo 'an int for a bool: ', bad($template, "times = 1\nflag = 1");
echo 'a string for a float: ', bad($template, "times = 1\nratio = 'half'");
echo 'fine, an int for a float: ', bad($template, "times = 1\nratio = 2\nlist = []");
?>
--EXPECT--
unknown: weft: app.toml:5:1: found setting "timse", which wrapper "bad" does not take; expected one of "times", "text", "list", "ratio", "flag"
a woven b
none taken: weft: app.toml:4:1: found setting "times", which wrapper "bad" does not take; it takes none
a woven b
missing: weft: app.toml:1:1: found no setting "times", which wrapper "bad" needs
a woven b
missing and unknown: weft: app.toml:4:1: found setting "time", which wrapper "bad" does not take; expected one of "times", "text", "list", "ratio", "flag"
weft: app.toml:1:1: found no setting "times", which wrapper "bad" needs
a woven b
a string for an int: weft: app.toml:4:9: found string for setting "times" of wrapper "bad", expected int
a woven b
a float for an int: weft: app.toml:4:9: found float for setting "times" of wrapper "bad", expected int
a woven b
a bool for an int: weft: app.toml:4:9: found bool for setting "times" of wrapper "bad", expected int
a woven b
an int for a string: weft: app.toml:5:8: found int for setting "text" of wrapper "bad", expected string
a woven b
a string for an array: weft: app.toml:5:8: found string for setting "list" of wrapper "bad", expected null|array
a woven b
an int for a bool: weft: app.toml:5:8: found int for setting "flag" of wrapper "bad", expected bool
a woven b
a string for a float: weft: app.toml:5:9: found string for setting "ratio" of wrapper "bad", expected float
a woven b
fine, an int for a float: 1xa woven b
