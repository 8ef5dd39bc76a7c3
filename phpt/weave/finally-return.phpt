--TEST--
return in try, catch and finally
--INI--
error_reporting=24575
--FILE--
<?php
function order() { try { return say('try'); } finally { say('finally'); } }
function say($x) { echo "$x "; return $x; }
function last_wins() { try { return say('a'); } finally { return say('b'); } }
function unchanged() { $x = 1; try { return $x; } finally { $x = 2; } }
function from_catch() { try { throw new Exception; } catch (Exception) { return say('catch'); } finally { say('finally'); } }
function nested() {
    try {
        try {
            try { return say('inner'); } finally { say('f1'); }
        } finally { say('f2'); }
    } finally { say('f3'); }
}
function nested_override($n) {
    try {
        try { return 'inner'; } finally { if ($n == 1) { return 'f1'; } }
    } finally { if ($n == 2) { return 'f2'; } }
}
function temporary() { try { return [say('x'), ['y' => say('z')]]; } finally { say('f'); } }
function call() { try { return temporary(); } finally { echo '| '; } }
function nothing() { try { return; } finally { say('f'); } }
function object() { try { return new class { function __destruct() { echo 'gone '; } }; } finally { say('f'); } }
echo order(), "\n", last_wins(), "\n", unchanged(), "\n", from_catch(), "\n", nested(), "\n";
echo nested_override(0), nested_override(1), nested_override(2), "\n", json_encode(call()), "\n";
var_dump(nothing());
object();
echo "\n";
function throws_after_return() { try { return [say('value')]; } finally { throw new Exception('instead'); } }
try { throws_after_return(); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
function catches_inside_finally() { try { return say('r'); } finally { try { throw new Exception('q'); } catch (Exception $e) { say('caught'); } } }
echo catches_inside_finally(), "\n";
?>
--EXPECT--
try finally try
a b b
1
catch finally catch
inner f1 f2 f3 inner
innerf1f2
x z f | ["x",{"y":"z"}]
f NULL
f gone 
value instead
r caught r
