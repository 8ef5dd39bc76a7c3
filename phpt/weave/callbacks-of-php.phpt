--TEST--
Woven functions as callbacks of PHP's own functions
--INI--
error_reporting=32767
--FILE--
<?php
class C { public $n = 0; function add($x) { $this->n += $x; return $this; } static function cmp($a, $b) { return $b <=> $a; } function __invoke($x) { return -$x; } }
$a = [3, 1, 2];
usort($a, 'C::cmp');
echo implode($a), implode(array_map(new C, $a)), "\n";
function reducer($carry, $x) { return $carry . $x; }
echo array_reduce($a, 'reducer', '>'), preg_replace_callback('/\d/', fn ($m) => $m[0] * 2, 'a1b2'), "\n";
$nested = [1, [2, 3]];
array_walk_recursive($nested, function ($v, $k) { echo "$k$v "; });
spl_autoload_register(function ($class) { echo "load $class "; eval("class $class { static function hi() { return __CLASS__; } }"); });
echo Auto::hi(), "\n";
function handler($level, $text) { echo "handled $text\n"; return true; }
set_error_handler('handler');
echo $undefined_variable;
register_shutdown_function(function () { echo "shutdown\n"; });
ob_start(fn ($buffer) => strtoupper($buffer));
echo "buffered\n";
ob_end_flush();
class S implements IteratorAggregate, Countable, ArrayAccess, JsonSerializable, Stringable {
    private $d = ['k' => 'v'];
    function getIterator(): Iterator { return new ArrayIterator($this->d); }
    function count(): int { return 42; }
    function offsetExists($o): bool { return isset($this->d[$o]); }
    function offsetGet($o): mixed { return $this->d[$o] ?? "no $o"; }
    function offsetSet($o, $v): void { if ($o === null) { $this->d[] = $v; } else { $this->d[$o] = $v; } }
    function offsetUnset($o): void { unset($this->d[$o]); }
    function jsonSerialize(): mixed { return $this->d; }
    function __toString(): string { return implode($this->d); }
}
$s = new S;
$s['x'] = 1; $s[] = 2; unset($s['k']);
echo count($s), $s['x'], $s['none'], isset($s['x']), empty($s['x']) ? 'empty' : 'full', json_encode($s), $s, implode(iterator_to_array($s)), "\n";
echo implode(',', array_map(null, [1], [2])[0]), ' ', implode(iterator_to_array(new CallbackFilterIterator(new ArrayIterator([1, 2, 3]), fn ($x) => $x > 1))), "\n";
echo (new ReflectionMethod('C', 'add'))->invoke(new C, 5)->n, (new ReflectionFunction('reducer'))->invokeArgs(['a', 'b']), "\n";
assert(true || reducer(1, 2));
echo forward_static_call_array(['C', 'cmp'], [1, 2]), is_callable([new C, 'add']) ? 'callable' : '', "\n";
?>
--EXPECT--
321-3-2-1
>321a2b4
01 02 13 load Auto Auto
handled Undefined variable $undefined_variable
BUFFERED
421no none1full{"x":1,"0":2}1212
1,2 23
5ab
1callable
shutdown
