--TEST--
eval is a join point: its source is read, replaced and denied; an error of its own is seen
--INI--
weft.hook=include,eval
--FILE--
<?php
$hook = Weft\on('eval', function (Weft\Call $call) { echo "$call->function {$call->arguments[0]} "; });
Weft\hook('include', fn() => print('never'));
$local = 3;
var_dump(eval('return $local + 1;'));
$hook->remove();
$hook = Weft\hook('eval', function (Weft\Call $call) { $call->arguments[0] = 'return "replaced";'; });
var_dump(eval('return 1;'));
$hook->remove();
$hook = Weft\hook('eval', fn(Weft\Call $call) => $call->skip('denied'));
var_dump(eval('echo "runs";'));
$hook->remove();
Weft\hook('eval', failed: fn(Weft\Call $call) => print(get_class($call->error) . ' line ' . $call->error->getLine() . "\n"));
try {
    eval("\n\$x = ;");
} catch (ParseError $error) {
    echo basename($error->getFile()), "\n";
}
?>
--EXPECT--
eval return $local + 1; int(4)
string(8) "replaced"
string(6) "denied"
ParseError line 2
eval.php(15) : eval()'d code
