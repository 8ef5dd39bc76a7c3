--TEST--
Warnings and notices come from the original's own lines
--FILE--
<?php
set_error_handler(function ($level, $text, $file, $line) { echo $level, ' ', $text, ' ', $line, "\n"; return true; });
function undefined() {
    return $nothing;
}
function index($a) {
    return $a['missing']
        . $a[5];
}
class A { public $p; function m() {
    return $this->none . self::$s;
} public static $s = ''; }
function conversion() { return "abc" * 1; }
undefined(); index([]); (new A)->m();
try {
    conversion();
} catch (TypeError $e) {
    echo $e->getMessage(), ' ', $e->getLine(), "\n";
}
function few($a, $b) { return $a; }
try {
    few(1);
} catch (ArgumentCountError $e) {
    echo str_replace(__DIR__, '', preg_replace('/passed in .*? on/', 'passed on', $e->getMessage())), ' ', $e->getLine(), "\n";
}
function triggered() { trigger_error('by hand', E_USER_WARNING); return error_get_last(); }
triggered();
restore_error_handler();
function last() { @strpos(); }
try { last(); } catch (ArgumentCountError $e) { echo $e->getMessage(), "\n"; }
@undefined();
echo error_get_last()['message'], ' ', error_get_last()['line'], "\n";
?>
--EXPECT--
2 Undefined variable $nothing 4
2 Undefined array key "missing" 7
2 Undefined array key 5 8
2 Undefined property: A::$none 11
Unsupported operand types: string * int 13
Too few arguments to function few(), 1 passed on line 22 and exactly 2 expected 20
512 by hand 26
strpos() expects at least 2 arguments, 0 given
Undefined variable $nothing 4
