--TEST--
Functions that return nothing, and functions that never return
--FILE--
<?php
class A {
    public $n = 0;
    function nothing(): void { $this->n++; }
    function early($x): void { if ($x) { return; } $this->n += 10; }
    function stop(): never { throw new RuntimeException('stopped'); }
    function broken(): never { $this->n++; }
    function __set($k, $v): void { echo "set $k\n"; }
}
$a = new A;
var_dump($a->nothing(), $a->early(true), $a->early(false), $a->n);
$a->x = 1;
try {
    $a->stop();
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
try {
    $a->broken();
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
$f = function (): void { return; };
$g = fn (): never => throw new Exception('never');
var_dump($f());
try {
    $g();
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
function leave(): never { exit("exit in never\n"); }
leave();
?>
--EXPECTF--
NULL
NULL
NULL
int(11)
set x
stopped
A::broken(): never-returning %r(function|method)%r must not implicitly return
NULL
never
exit in never
