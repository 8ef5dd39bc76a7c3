--TEST--
The memory of a Weft\Call is used again, and nothing of one call is seen in the next
--INI--
weft.hook=target,other,*_one
--FILE--
<?php
function target(int $n, mixed $more = null): mixed
{
    return Fiber::getCurrent() === null ? $n : Fiber::suspend($n);
}
function other(string $what): string
{
    return "other $what";
}

final class Tells
{
    public function __construct(private string $what) {}
    public function __destruct()
    {
        echo other($this->what), "\n";
    }
}

/** Runs with these hooks, and removes them. */
function hooked(string $title, callable $run, array ...$hooks): void
{
    echo "--- $title\n";
    $all = array_map(static fn (array $hook) => Weft\hook('target', ...$hook), $hooks);
    $run();
    array_map(static fn (Weft\Hook $hook) => $hook->remove(), $all);
}

$data = [
    'before' => static function (Weft\Call $call): void { var_dump($call->data); $call->data = $call->arguments[0]; },
    'after' => static function (Weft\Call $call): void { echo "data $call->data, result $call->result\n"; },
];
hooked('data of each call is its own', static function () { target(1); target(2); }, $data);

hooked('nested', static function () { target(3); }, [
    'before' => static function (Weft\Call $call): void { $call->data = $call->arguments[0]; },
    'after' => static function (Weft\Call $call): void { echo "data $call->data\n"; },
], ['nested' => true, 'after' => static function (Weft\Call $call): void {
    if ($call->arguments[0] > 1) { target($call->arguments[0] - 1); }
}]);

hooked('fibers end in another order', static function () {
    $fibers = [new Fiber(target(...)), new Fiber(target(...)), new Fiber(target(...))];
    foreach ($fibers as $number => $fiber) { $fiber->start($number); }
    foreach ([0, 2, 1] as $number) { $fibers[$number]->resume("r$number"); }
}, $data);

hooked('a destructor of data calls on', static function () { target(4); target(5); }, [
    'before' => static function (Weft\Call $call): void { $call->data = new Tells("of {$call->arguments[0]}"); },
    'after' => static function (Weft\Call $call): void { echo "after\n"; },
]);

$kept = [];
hooked('kept', static function () { target(6, [7]); target(8); }, [
    'before' => static function (Weft\Call $call) use (&$kept): void { $kept[] = $call; },
    'after' => static function (Weft\Call $call): void {},
]);
echo json_encode(array_map(static fn (Weft\Call $call) => [$call->arguments, $call->result], $kept)), "\n";

$weak = null;
hooked('weak references end with the call', static function () use (&$weak) { target(9); var_dump($weak->get()); target(10); }, [
    'before' => static function (Weft\Call $call) use (&$weak): void { $weak = WeakReference::create($call); },
    'after' => static function (Weft\Call $call): void {},
]);

hooked('looked at as an array', static function () { target(11); target(12); }, [
    'after' => static function (Weft\Call $call): void { echo count((array) $call), ' ', get_object_vars($call)['result'], "\n"; },
]);

$references = [];
hooked('references to what it has', static function () use (&$references) { var_dump(target(13)); target(14); }, [
    'after' => static function (Weft\Call $call) use (&$references): void { $references[] = &$call->result; $references[] = &$call->data; $call->result++; },
]);
echo json_encode($references), "\n";

hooked('a cycle is collected', static function () {
    for ($i = 0; $i < 3; $i++) { target($i); }
    echo gc_collect_cycles() > 0 ? "collected\n" : "left\n";
}, [
    'before' => static function (Weft\Call $call): void { $call->data = [$call]; },
    'after' => static function (Weft\Call $call): void {},
]);

echo "--- the collector knows of none that is gone\n";
function outer_one(array $more): array { return inner_one($more); }
function inner_one(array $more): array { return $more; }
$hook = Weft\hook('*_one',
    static function (Weft\Call $call): void { $call->data = [$call->arguments, [count($call->arguments[0])]]; },
    static function (Weft\Call $call): void { echo $call->function, ' ', $call->data[1][0], "\n"; });
outer_one([[1], [2]]);
$filled = array_map(static fn (int $n) => str_repeat(chr(64 + $n), 150), range(1, 50));
echo gc_collect_cycles(), "\n";
$hook->remove();

hooked('the second of three changes it', static function () { var_dump(target(15)); }, [
    'before' => static function (Weft\Call $call): void {},
    'after' => static function (Weft\Call $call): void { echo "first sees $call->result\n"; },
], [
    'before' => static function (Weft\Call $call): void { $call->arguments[0]++; },
    'after' => static function (Weft\Call $call): void { $call->result = $call->result * 2; },
], [
    'before' => static function (Weft\Call $call): void { echo "third gets {$call->arguments[0]}\n"; },
    'after' => static function (Weft\Call $call): void {},
]);

hooked('the second of three skips it', static function () { var_dump(target(16)); }, [
    'before' => static function (): void { echo "first\n"; },
    'after' => static function (Weft\Call $call): void { echo "first sees $call->result\n"; },
], [
    'before' => static function (Weft\Call $call): void { $call->skip(-1); },
    'after' => static function (Weft\Call $call): void { echo "second\n"; },
], [
    'before' => static function (): void { echo "never\n"; },
    'after' => static function (): void { echo "never\n"; },
]);
?>
--EXPECT--
--- data of each call is its own
NULL
data 1, result 1
NULL
data 2, result 2
--- nested
data 1
data 2
data 3
--- fibers end in another order
NULL
NULL
NULL
data 0, result r0
data 2, result r2
data 1, result r1
--- a destructor of data calls on
after
other of 4
after
other of 5
--- kept
[[[6,[7]],6],[[8],8]]
--- weak references end with the call
NULL
--- looked at as an array
8 11
8 12
--- references to what it has
int(14)
[14,null,15,null]
--- a cycle is collected
collected
--- the collector knows of none that is gone
inner_one 2
outer_one 2
0
--- the second of three changes it
third gets 16
first sees 32
int(32)
--- the second of three skips it
first
first sees -1
int(-1)
