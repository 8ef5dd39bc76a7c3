--TEST--
A result is put in the place of an exception, whatever the caller does with it; a result alone changes nothing
--INI--
weft.hook=*
--FILE--
<?php
class Loud { public $name; function __construct($name) { $this->name = $name; } function __destruct() { throw new LogicException("destructor of $this->name"); } }
class Target {
    public array $list = ['mine'];
    function __construct(bool $fails = false) { if ($fails) throw new Exception('constructor'); }
    function typed(): array { throw new Exception('typed'); }
    function &reference() { throw new Exception('reference'); }
    function nothing(): void { throw new Exception('nothing'); }
    function locals() { $loud = new Loud('a local'); return str_repeat('result', 2); }
    function both() { $loud = new Loud('a local'); throw new Exception('both'); }
    function generator() { yield 1; throw new Exception('generator'); }
    static function make(): static { throw new Exception('make'); }
    function __toString(): string { throw new Exception('string'); }
    function __get($name) { throw new Exception('get'); }
    function __call($name, $arguments) { throw new Exception('call'); }
}
class Child extends Target { }
function arguments(...$all) { return json_encode($all); }
$result = null;
$recover = function (Weft\Call $call) use (&$result) { $call->error = null; $call->result = $result; };
Weft\hook('Target::*', failed: $recover);
$show = function (callable $run) { try { echo json_encode($run()), "\n"; } catch (Throwable $e) { for (; $e; $e = $e->getPrevious()) echo $e::class, ': ', $e->getMessage(), $e->getPrevious() ? ' <- ' : "\n"; } };
$target = new Target;
for ($round = 0; $round < 3; $round++) {
    $result = [str_repeat('r', $round + 1)];
    $show(fn() => $target->typed());
    $show(fn() => arguments(1, $target->typed(), [new ArrayObject, ...$target->typed()]));
    $show(function () use ($target) { $target->typed(); return 'unused'; });
    $show(function () use ($target) { try { return $target->typed(); } finally { $target->typed(); } });
    $show(function () use ($target) { $r = &$target->reference(); $r[] = 'added'; return [$r, $target->list]; });
    $show(fn() => $target->both());
    $show(fn() => $target->missing());
    $show(fn() => $target->property);
    $show(function () use ($target) { foreach ($target->generator() as $v) $all[] = $v; return $all; });
    $show(fn() => $target->nothing());
    $result = null;
    $show(fn() => $target->nothing());
    $show(fn() => (new Target(true))->list);
    $result = new Child;
    $show(fn() => (array) Child::make());
    $show(fn() => Target::make()->list);
    $result = 'text';
    $show(fn() => "<$target>");
    Weft\hook('Target::locals', after: function (Weft\Call $call) { $call->result = [$call->result]; });
    $show(fn() => $target->locals());
}
/* A result without recovering changes nothing. */
Weft\unhook_all();
Weft\hook('Target::*', failed: function (Weft\Call $call) { $call->result = 'ignored'; }, after: function (Weft\Call $call) { $call->error = new Exception('ignored'); });
$show(fn() => $target->typed());
$show(fn() => $target->locals());
?>
--EXPECT--
["r"]
"[1,[\"r\"],[{},\"r\"]]"
"unused"
["r"]
[["r","added"],["mine"]]
LogicException: destructor of a local
["r"]
["r"]
[1]
weft: a change by the failed callback for Target::* is refused: the function returns void, array given
Exception: nothing
null
["mine"]
{"list":["mine"]}
["mine"]
"<text>"
LogicException: destructor of a local
["rr"]
"[1,[\"rr\"],[{},\"rr\"]]"
"unused"
["rr"]
[["rr","added"],["mine"]]
LogicException: destructor of a local
["rr"]
["rr"]
[1]
weft: a change by the failed callback for Target::* is refused: the function returns void, array given
Exception: nothing
null
["mine"]
{"list":["mine"]}
["mine"]
"<text>"
LogicException: destructor of a local
["rrr"]
"[1,[\"rrr\"],[{},\"rrr\"]]"
"unused"
["rrr"]
[["rrr","added"],["mine"]]
LogicException: destructor of a local
["rrr"]
["rrr"]
[1]
weft: a change by the failed callback for Target::* is refused: the function returns void, array given
Exception: nothing
null
["mine"]
{"list":["mine"]}
["mine"]
"<text>"
LogicException: destructor of a local
Exception: typed
LogicException: destructor of a local
