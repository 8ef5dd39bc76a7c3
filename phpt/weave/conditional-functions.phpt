--TEST--
Functions declared under a condition, and inside functions
--FILE--
<?php
if (PHP_VERSION_ID > 1) {
    function chosen($x) { return "first $x"; }
} else {
    function chosen($x) { return "second $x"; }
}
function outer() {
    function inner($y = 1) { static $calls = 0; return ++$calls . " $y"; }
    return 'declared';
}
echo chosen(1), "\n";
var_dump(function_exists('inner'));
echo outer(), "\n", inner(), ' ', inner(2), "\n";
for ($i = 0; $i < 2; $i++) {
    if (!function_exists("loop")) {
        function loop() { return 'loop'; }
    }
    echo loop(), "\n";
}
class C {
    function declare() {
        function declared_in_method() { return isset($this) ? 'this' : 'no this'; }
        return declared_in_method();
    }
}
function late() { class Late { function hi() { return 'hi from ' . __CLASS__; } } }
late();
echo (new C)->declare(), ' ', (new Late)->hi(), "\n";
?>
--EXPECT--
first 1
bool(false)
declared
1 1 2 2
loop
loop
no this hi from Late
