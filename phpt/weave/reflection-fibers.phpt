--TEST--
Reflection's traces of fibers: suspended, running, and one that has started another
--FILE--
<?php
function line(array $trace): string {
    return implode(' < ', array_map(fn ($frame) => ($frame['class'] ?? '') . ($frame['type'] ?? '') . $frame['function'] . ':' . ($frame['line'] ?? '-') . '(' . count($frame['args']) . ')', $trace));
}
function waits(int $n, ...$more) {
    static $calls = 0;
    $calls++;
    return $n ? waits($n - 1, ...$more) : Fiber::suspend($calls);
}
class A {
    function run($what) { return $what(1, 'surplus'); }
    static function gen() { yield Fiber::suspend(2); }
}
$fiber = new Fiber(function () {
    (new A)->run('waits');
    foreach (A::gen() as $_);
});
$reflection = new ReflectionFiber($fiber);
$fiber->start();
echo line($reflection->getTrace()), ' at ', $reflection->getExecutingLine(), "\n";
$fiber->resume();
echo line($reflection->getTrace()), ' at ', $reflection->getExecutingLine(), "\n";
$fiber->resume();
$running = new Fiber(function () use (&$running, &$inner) {
    (new A)->run(function () use (&$running, &$inner) {
        echo line((new ReflectionFiber($running))->getTrace()), "\n";
        $inner = new Fiber(function () use (&$running, &$inner) {
            echo line((new ReflectionFiber($running))->getTrace()), "\n", line((new ReflectionFiber($inner))->getTrace()), "\n";
        });
        $inner->start();
    });
});
$running->start();
?>
--EXPECT--
Fiber::suspend:8(1) < waits:8(2) < waits:11(2) < A->run:15(1) < {closure}:-(0) at 8
Fiber::suspend:12(1) < A::gen:16(0) < {closure}:-(0) at 12
ReflectionFiber->getTrace:26(0) < {closure}:11(2) < A->run:25(1) < {closure}:-(0)
Fiber->start:30(0) < {closure}:11(2) < A->run:25(1) < {closure}:-(0)
ReflectionFiber->getTrace:28(0) < {closure}:-(0)
