--TEST--
An included file sees the variables and the object of the function in which it is included
--INI--
weft.hook=include,eval
--FILE--
<?php
Weft\hook('include', fn(Weft\Call $call) => null, fn(Weft\Call $call) => null, fn() => null);
class C {
    function load($argument) {
        $local = 5;
        $value = include __DIR__ . '/files/locals.inc';
        return [$value, $given];
    }
    static function generate() {
        $own = 1;
        yield (include __DIR__ . '/files/locals.inc')[0];
        yield $given;
    }
}
echo json_encode((new C)->load(1)), "\n";
foreach (C::generate() as $value) {
    echo json_encode($value), "\n";
}
chdir(__DIR__);
set_include_path(__DIR__ . '/files');
var_dump(include 'value.inc');
var_dump(include './files/other.inc');
var_dump(include_once 'other.inc');
?>
--EXPECT--
[[["argument","local"],"files","C"],"by the file"]
["own"]
"by the file"
string(5) "value"
string(5) "other"
bool(true)
