--TEST--
Every function refuses arguments too many or too few, or says that its place is a template
--EXTENSIONS--
weft
--FILE--
<?php
$place = fn (string $name): string => "Weft\\$name() may only be called in a wrapper template";
foreach ((new ReflectionExtension('weft'))->getFunctions() as $function) {
    $most = $function->getNumberOfParameters();
    $least = $function->getNumberOfRequiredParameters();
    foreach ([$most + 1, ...($least > 0 ? [$least - 1] : [])] as $given) {
        try {
            $function->invokeArgs(array_fill(0, $given, null));
            echo "{$function->getName()} took $given arguments\n";
        } catch (ArgumentCountError) {
        } catch (Error $error) {
            if (!in_array($error->getMessage(), [$place($function->getShortName()), str_replace('in a wrapper template', 'by woven code', $place($function->getShortName()))])) {
                echo "{$function->getName()}: {$error->getMessage()}\n";
            }
        }
    }
}
foreach (['enter', 'leave', 'count', 'key', 'show_call'] as $name) {
    try {
        ('Weft\\' . $name)();
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
}
?>
--EXPECT--
Weft\enter() may only be called in a wrapper template
Weft\leave() may only be called in a wrapper template
Weft\count() may only be called in a wrapper template
Weft\key() may only be called in a wrapper template
Weft\show_call() may only be called in a wrapper template
