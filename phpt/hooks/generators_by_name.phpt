--TEST--
Generators that look at their variables by name, or whose rule wants the call join: after comes at the end, and nothing shows
--INI--
weft.hook=*
weft.join=call
--FILE--
<?php
file_put_contents($file = sys_get_temp_dir() . '/weft_by_name_' . getmypid() . '.php', '<?php $included = count(get_defined_vars()); return 3;');
function by_name(int $n, string $file) {
    extract(['extracted' => 2]);
    $name = 'dynamic';
    $$name = yield compact('n', 'extracted');
    $three = yield array_keys(get_defined_vars());
    $three = include $file;
    yield [$included, $dynamic, $three];
    try { yield 'last'; } finally { yield array_keys(get_defined_vars()); }
    return $$name;
}
function plain(int $n) { while ($n--) yield $n; return 'end'; }
function run(Generator $g) {
    echo json_encode($g->current()), json_encode($g->send('sent'));
    for ($g->next(); $g->valid(); $g->next()) echo json_encode($g->current());
    echo ' ', $g->getReturn(), "\n";
}
run(by_name(1, $file));
$hooks = []; foreach (['by_name', 'plain'] as $function) $hooks[] = Weft\hook($function, function (Weft\Call $call) { echo '>'; }, function (Weft\Call $call) { echo $call->abandoned ? 'abandoned' : "<$call->result"; });
foreach (['by_name', 'plain'] as $function) {
    run($function(1, $file));
    echo var_export((new ReflectionFunction($function))->isGenerator(), true), "\n";
}
$g = by_name(2, $file); $g->current(); unset($g);
echo "\n";
Weft\unhook_all();
Weft\hook('by_name', fn() => null, yielded: function (Weft\Call $call) { echo '|'; }, failed: function () { echo 'failed'; });
run(by_name(1, $file));
$g = by_name(1, $file); $g->current();
try { $g->throw(new Exception('mine')); } catch (Exception $e) { echo ' ', $e->getMessage(), "\n"; }
unlink($file);
?>
--EXPECT--
{"n":1,"extracted":2}["n","file","name","dynamic","extracted"][6,"sent",3]"last"["n","file","name","three","included","dynamic","extracted"] sent
>{"n":1,"extracted":2}["n","file","name","dynamic","extracted"][6,"sent",3]"last"["n","file","name","three","included","dynamic","extracted"]<sent sent
true
>0<endnull end
true
>abandoned
|{"n":1,"extracted":2}|["n","file","name","dynamic","extracted"]|[6,"sent",3]|"last"|["n","file","name","three","included","dynamic","extracted"] sent
|failed mine
