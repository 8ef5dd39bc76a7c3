--TEST--
Frames of errors and of debug_backtrace()
--FILE--
<?php
function inner($a) { return debug_backtrace(); }
function middle(...$x) { return inner(...$x); }
class A { function m($v) { return array_map(fn ($y) => inner($y), [$v]); } static function s() { return (new self)->m('s'); } function __call($n, $a) { return inner($n); } function gen() { yield from inner('g'); } }
function names($trace) { return implode(' < ', array_map(fn ($f) => ($f['class'] ?? '') . ($f['type'] ?? '') . $f['function'] . '(' . implode(',', array_map('json_encode', $f['args'] ?? [])) . ')' . (isset($f['line']) ? ':' . $f['line'] : ''), $trace)); }
echo names(middle(1, 2)), "\n", names(A::s()[0]), "\n", names((new A)->magic()), "\n";
foreach ((new A)->gen() as $frame) { echo names([$frame]), ' '; }
echo "\n";
function thrower() { throw new Exception('x'); }
try { (function () { thrower(1); })(); } catch (Exception $e) { echo str_replace(__DIR__, '', $e->getTraceAsString()), ' thrown at ', $e->getLine(), "\n"; }
function warns() { return $undefined . [1]; }
set_error_handler(function ($level, $text, $file, $line) { echo $text, ' ', $line, ' ', names(array_slice(debug_backtrace(), 1)), "\n"; return true; });
warns();
function limits() { return count(debug_backtrace(DEBUG_BACKTRACE_PROVIDE_OBJECT | DEBUG_BACKTRACE_IGNORE_ARGS, 2)); }
echo limits(), "\n";
function prints() { debug_print_backtrace(); }
ob_start(); prints(5); echo str_replace(__DIR__, '', ob_get_clean());
function error() { return new Error('made here'); }
echo error()->getLine(), ' ', count(error()->getTrace()), "\n";
?>
--EXPECTF--
inner(1,2):3 < middle(1,2):6
inner("s"):4 < A->{closure%r(:A::m\(\):4)?%r}("s") < array_map({},["s"]):4 < A->m("s"):4 < A::s():6
inner("magic"):4 < A->__call("magic",[]):6
inner("g"):4 A->gen():7 
#0 /backtraces.php(10): thrower(1)
#1 /backtraces.php(10): {closure%r(:.backtraces.php:10)?%r}()
#2 {main} thrown at 9
Array to string conversion 11 warns():13
Undefined variable $undefined 11 warns():13
1
#0 /backtraces.php(17): prints(5)
18 1
