--TEST--
Reflection's traces of fibers: suspended, running, and one that has started another
--FILE--
<?php
function line(array $trace): string {
    // Since 8.4 a closure's name tells where it stands.
    $name = fn (string $function) => str_starts_with($function, '{closure') ? '{closure}' : $function;
    return implode(' < ', array_map(fn ($frame) => ($frame['class'] ?? '') . ($frame['type'] ?? '') . $name($frame['function']) . ':' . ($frame['line'] ?? '-') . '(' . count($frame['args']) . ')', $trace));
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
Fiber::suspend:10(1) < waits:10(2) < waits:13(2) < A->run:17(1) < {closure}:-(0) at 10
Fiber::suspend:14(1) < A::gen:18(0) < {closure}:-(0) at 14
ReflectionFiber->getTrace:28(0) < {closure}:13(2) < A->run:27(1) < {closure}:-(0)
Fiber->start:32(0) < {closure}:13(2) < A->run:27(1) < {closure}:-(0)
ReflectionFiber->getTrace:30(0) < {closure}:-(0)
