--TEST--
Results by reference
--INI--
error_reporting=32767
--FILE--
<?php
class Box {
    private $items = ['a' => 1];
    private static $shared = 0;
    function &get($key) { return $this->items[$key]; }
    static function &shared() { return self::$shared; }
    function &all() { return $this->items; }
    function dump() { return json_encode($this->items) . self::$shared; }
    function &condition($which) { if ($which) { return $this->items['a']; } $local = 'local'; return $local; }
}
$box = new Box;
$a = &$box->get('a');
$a = 10;
$b = &$box->get('new');
$b = 'b';
$s = &Box::shared();
$s = 99;
$all = &$box->all();
$all['c'] = 'c';
$copy = $box->get('a');
$copy = 'unseen';
$l = &$box->condition(false);
$l = 'changed';
$c = &$box->condition(true);
$c++;
echo $box->dump(), "\n";
function &pass(&$x) { return $x; }
$v = 1;
$w = &pass($v);
$w++;
$u = &pass(pass($v));
$u++;
echo $v, "\n";
function &element(array &$array, ...$path) {
    $at = &$array;
    foreach ($path as $key) {
        $at = &$at[$key];
    }
    return $at;
}
$tree = [];
$leaf = &element($tree, 'x', 'y');
$leaf = 'leaf';
element($tree, 'x')['z'] = 'unseen';
echo json_encode($tree), "\n";
foreach ($box->all() as $k => $v) { echo "$k=$v "; }
echo "\n";
?>
--EXPECT--
{"a":11,"new":"b","c":"c"}99
3
{"x":{"y":"leaf","z":"unseen"}}
a=11 new=b c=c
