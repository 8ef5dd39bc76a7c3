--TEST--
In a callback error_get_last() tells the callback's own error; behind it, the application's again
--INI--
weft.hook=*
--FILE--
<?php
function target() { }
Weft\hook('target', function () {
    echo error_get_last()['message'] ?? 'none', "\n";
    @trigger_error('of the callback');
    echo error_get_last()['message'], "\n";
    error_clear_last();
    var_dump(error_get_last());
});
@trigger_error('of the application');
target();
echo error_get_last()['message'], "\n";
error_clear_last();
target();
var_dump(error_get_last());
?>
--EXPECT--
of the application
of the callback
NULL
of the application
none
of the callback
NULL
NULL
