--TEST--
A callback cannot end, clean or flush the application's output buffers
--INI--
weft.hook=*
--FILE--
<?php
function target() { return 'result'; }
foreach (['ob_end_clean', 'ob_end_flush', 'ob_get_clean', 'ob_get_flush', 'ob_clean', 'ob_flush'] as $end) {
    $hook = Weft\hook('target', function () use ($end) {
        if ($end() !== false) echo "wrong\n";
        ob_start(); echo 'its own'; if (ob_get_clean() !== 'its own') echo "wrong\n";
    });
    ob_start();
    echo 'kept';
    target();
    $kept = ob_get_clean();
    echo "$kept ", $hook->stats()['failures'], "\n";
    $hook->remove();
}
?>
--EXPECTF--
weft: Notice in the before callback for target: ob_end_clean(): The output buffer is the application's in %s on line 5
kept 1
weft: Notice in the before callback for target: ob_end_flush(): The output buffer is the application's in %s on line 5
kept 1
weft: Notice in the before callback for target: ob_get_clean(): The output buffer is the application's in %s on line 5
kept 1
weft: Notice in the before callback for target: ob_get_flush(): The output buffer is the application's in %s on line 5
kept 1
weft: Notice in the before callback for target: ob_clean(): The output buffer is the application's in %s on line 5
kept 1
weft: Notice in the before callback for target: ob_flush(): The output buffer is the application's in %s on line 5
kept 1
