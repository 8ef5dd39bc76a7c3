--TEST--
A file included by a function shares its variables
--FILE--
<?php
$file = __DIR__ . '/included.inc';
file_put_contents($file, '<?php $seen = isset($local) ? $local : "nothing"; $local = "changed"; function from_file($x) { return "file $x"; } return fn () => $local;');
function load($file) {
    $local = 'mine';
    $f = include $file;
    return "$seen $local " . $f();
}
class Loader { public $name = 'loader'; function load($file) { $f = include $file; return [$seen, $f(), $this->name, get_class($this)]; } }
echo load($file), ' ', from_file(1), "\n";
unlink($file);
$file = __DIR__ . '/included-in-method.inc';
file_put_contents($file, '<?php $seen = isset($this) ? $this->name : "none"; $local = __FUNCTION__; return function () { return $this->name ?? "no"; };');
echo json_encode((new Loader)->load($file)), "\n";
unlink($file);
?>
--EXPECT--
mine changed changed file 1
["loader","loader","loader","Loader"]
