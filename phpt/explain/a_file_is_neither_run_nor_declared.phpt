--TEST--
explain_file() runs nothing and declares nothing: the file can be included afterwards, and explained again after that
--INI--
weft.hook=*
--FILE--
<?php
set_error_handler(fn() => print("handler\n"));
$file = __DIR__ . '/files/runs.php';
$state = fn() => [
    function_exists('optional'), class_exists('Declared', false), class_exists('Later', false), count(get_defined_constants()),
    count(get_defined_functions()['user']), count(get_declared_classes()), count(get_included_files()),
];
$before = $state();
$explained = array_column(Weft\explain_file($file), 'state', 'target');
var_dump($explained, $state() === $before);

restore_error_handler();
error_reporting(E_ALL & ~E_DEPRECATED);
var_dump(include $file, DEFINED_HERE, (new Later)->p);
error_reporting(E_ALL);
set_error_handler(fn() => print("handler\n"));
$before = $state();
var_dump(array_column(Weft\explain_file($file), 'state', 'target') === $explained, $state() === $before);
var_dump((new Later)->p);
?>
--EXPECT--
array(1) {
  ["optional"]=>
  string(5) "woven"
}
bool(true)
it was run
int(5)
int(1)
array(1) {
  [0]=>
  string(2) "bx"
}
bool(true)
bool(true)
array(1) {
  [0]=>
  string(2) "bx"
}
