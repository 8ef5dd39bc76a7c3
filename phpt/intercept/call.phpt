--TEST--
Weft\Call of an internal function: class, function, object, arguments, result, error, data
--FILE--
<?php
function show(Weft\Call $call) {
    echo $call->class ?? '-', ' ', $call->function, ' ', $call->object ? get_class($call->object) : '-', ' ',
        json_encode($call->arguments), ' ', json_encode($call->result), ' ', $call->error ? get_class($call->error) : '-', ' ', $call->data, "\n";
}
$before = function (Weft\Call $call) { $call->data = 'data'; show($call); };
Weft\hook('substr', $before, 'show');
substr('abcdef', 1, length: 2);
eval('class Words extends ArrayObject {}');
Weft\hook('ArrayObject::offsetGet', $before, 'show');
(new Words(['a', 'b']))->offsetGet(1);
Weft\hook('intdiv', $before, failed: 'show');
try { intdiv(1, 0); } catch (Error) {}
Weft\hook('DateTimeImmutable::createFromFormat', $before, fn(Weft\Call $call) => print("$call->class $call->function " . ($call->object ? 'object' : 'static') . "\n"));
DateTimeImmutable::createFromFormat('Y', '2020');
?>
--EXPECT--
- substr - ["abcdef",1,2] null - data
- substr - ["abcdef",1,2] "bc" - data
ArrayObject offsetGet Words [1] null - data
ArrayObject offsetGet Words [1] "b" - data
- intdiv - [1,0] null - data
- intdiv - [1,0] null DivisionByZeroError data
DateTimeImmutable createFromFormat - ["Y","2020"] null - data
DateTimeImmutable createFromFormat static
