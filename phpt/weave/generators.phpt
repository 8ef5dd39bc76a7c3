--TEST--
Generators: values, keys, send, throw, return value
--FILE--
<?php
function numbers($from, $to) { for ($i = $from; $i <= $to; $i++) { yield $i; } return "counted to $to"; }
foreach (numbers(1, 3) as $k => $v) { echo "$k=>$v "; }
$g = numbers(1, 2);
foreach ($g as $v);
echo $g->getReturn(), "\n";
function echoes() {
    $got = [];
    try {
        while (true) {
            try {
                $got[] = yield count($got);
            } catch (LogicException $e) {
                $got[] = 'caught ' . $e->getMessage();
            }
        }
    } finally {
        echo implode(',', $got), " finally\n";
    }
}
$e = echoes();
echo $e->current(), $e->send('a'), $e->throw(new LogicException('x')), $e->send('b'), "\n";
try {
    $e->throw(new RuntimeException('out'));
} catch (RuntimeException $x) {
    echo $x->getMessage(), var_export($e->valid(), true), "\n";
}
function keys() { yield 'a' => 1; yield 'b' => 2; yield 3; return; yield 4; }
echo json_encode(iterator_to_array(keys())), "\n";
function none() { return 'nothing yielded'; yield; }
$n = none();
var_dump($n->valid(), $n->getReturn());
class A { private $x = [1, 2]; function each() { foreach ($this->x as $v) { yield $v => $this; } } static function s() { yield static::class; } function __invoke(...$a) { yield from $a; } }
foreach ((new A)->each() as $k => $v) { echo $k, get_class($v), ' '; }
echo A::s()->current(), implode((fn ($i) => iterator_to_array($i, false))((new A)(7, 8))), "\n";
function typed(int $x): Generator { yield $x; }
try {
    typed('x');
} catch (TypeError $t) {
    echo "checked at the call\n";
}
echo (function () { $x = yield 1; return $x; })()->current(), "\n";
?>
--EXPECT--
0=>1 1=>2 2=>3 counted to 2
0123
a,caught x,b finally
outfalse
{"a":1,"b":2,"0":3}
bool(false)
string(15) "nothing yielded"
1A 2A A78
checked at the call
1
