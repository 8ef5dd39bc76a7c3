--TEST--
The template's vocabulary throws in code that is not woven
--INI--
weft.hook=nothing
--FILE--
<?php
foreach (['proceed', 'before', 'after', 'failed', 'skipped', 'result', 'receive', 'bypass', 'this', 'arguments', 'argument', 'function_name', 'class_name'] as $name) {
    $arguments = array_fill(0, (new ReflectionFunction("Weft\\$name"))->getNumberOfRequiredParameters(), 1);
    try { ("Weft\\$name")(...$arguments); echo "none\n"; } catch (Error $e) { echo $e->getMessage(), "\n"; }
}
?>
--EXPECT--
Weft\proceed() may only be called in a wrapper template
Weft\before() may only be called in a wrapper template
Weft\after() may only be called in a wrapper template
Weft\failed() may only be called in a wrapper template
Weft\skipped() may only be called in a wrapper template
Weft\result() may only be called in a wrapper template
Weft\receive() may only be called in a wrapper template
Weft\bypass() may only be called in a wrapper template
Weft\this() may only be called in a wrapper template
Weft\arguments() may only be called in a wrapper template
Weft\argument() may only be called in a wrapper template
Weft\function_name() may only be called in a wrapper template
Weft\class_name() may only be called in a wrapper template
