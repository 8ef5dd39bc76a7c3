--TEST--
__get, __set, __isset, __unset, __call, __callStatic, __invoke, __toString, __clone
--FILE--
<?php
class M {
    private $data = ['a' => 1, 'list' => [1]];
    public $child;
    function __construct() { $this->child = new stdClass; }
    function &__get($n) { echo "get $n "; if (!isset($this->data[$n])) { $this->data[$n] = null; } return $this->data[$n]; }
    function __set($n, $v) { echo "set $n "; $this->data[$n] = $v; }
    function __isset($n) { echo "isset $n "; return isset($this->data[$n]); }
    function __unset($n) { echo "unset $n "; unset($this->data[$n]); }
    function __call($n, $a) { return "$n(" . implode(',', $a) . ') '; }
    static function __callStatic($n, $a) { return "::$n(" . implode(',', $a) . ') '; }
    function __invoke($x = 'none', ...$y) { return "invoked $x " . count($y) . ' '; }
    function __toString(): string { return 'as string '; }
    function __clone() { echo 'cloned '; $this->child = clone $this->child; }
    function __debugInfo() { return ['shown' => count($this->data)]; }
    function __serialize(): array { return $this->data; }
    function __unserialize(array $d): void { echo 'unserialized '; $this->data = $d; }
    static function __set_state($a) { return new self; }
}
$m = new M;
$m->b = 2;
$m->list[] = 2;
echo $m->a, $m->b, count($m->list), isset($m->a, $m->none) ? 'both' : 'not both', ' ';
unset($m->a);
echo isset($m->a) ? 'still' : 'gone', "\n";
echo $m->method(1, 2), M::stat(3), $m('x', 'y', 'z'), $m(), $m, call_user_func($m, 'c'), implode(array_map($m, [1, 2])), "\n";
$c = clone $m;
var_dump($c->child === $m->child);
print_r($m);
echo unserialize(serialize($m))->b, "\n";
echo str_replace('as', 'AS', $m), $m . 'end', "\n";
class P { private $x = 'x'; function __get($n) { return "magic $n"; } function read($o) { return $o->x; } }
class Q extends P { function readX() { return $this->x; } }
echo (new P)->x, (new P)->read(new Q), (new Q)->readX(), "\n";
?>
--EXPECT--
set b get list get a 1get b 2get list 2isset a isset none not both unset a isset a gone
method(1,2) ::stat(3) invoked x 2 invoked none 0 as string invoked c 0 invoked 1 0 invoked 2 0 
cloned bool(false)
M Object
(
    [shown] => 2
)
unserialized get b 2
AS string as string end
magic xxmagic x
