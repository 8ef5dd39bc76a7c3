--TEST--
What PHP says while a change is checked is the callback's: the error handler does not see it
--INI--
weft.hook=*
--FILE--
<?php
set_error_handler(function ($level, $message) { echo "handler: $message\n"; return true; });
class Text { function __toString() { echo $undefined; trigger_error('asked'); return 'text'; } }
class Silent { function __toString() { throw new Exception('no text'); } }
class Ends { function __toString() { exit('end '); } }
function number(int $n): int { return $n; }
function string(string $s): string { return $s; }
foreach ([4.5, '7', new Text, new Silent, new Ends] as $value) {
    foreach (['number', 'string'] as $function) {
        Weft\hook($function, function (Weft\Call $call) use ($value) { $call->arguments[0] = $value; });
        var_dump($function(1));
        Weft\unhook_all();
        Weft\hook($function, after: function (Weft\Call $call) use ($value) { $call->result = $value; });
        var_dump($function(1));
        Weft\unhook_all();
    }
}
var_dump(error_get_last());
?>
--EXPECTF--
weft: Deprecated in the before callback for number: Implicit conversion from float 4.5 to int loses precision in %schanges_are_quiet.php on line 6
int(4)
weft: Deprecated in the after callback for number: Implicit conversion from float 4.5 to int loses precision in %schanges_are_quiet.php on line 6
int(4)
string(3) "4.5"
string(3) "4.5"
int(7)
int(7)
string(1) "7"
string(1) "7"
weft: a change by the before callback for number is refused: argument #1 ($n) must be of type int, Text given
int(1)
weft: a change by the after callback for number is refused: the result must be of type int, Text given
int(1)
weft: Warning in the before callback for string: Undefined variable $undefined in %schanges_are_quiet.php on line 3
weft: Notice in the before callback for string: asked in %schanges_are_quiet.php on line 3
string(4) "text"
weft: Warning in the after callback for string: Undefined variable $undefined in %schanges_are_quiet.php on line 3
weft: Notice in the after callback for string: asked in %schanges_are_quiet.php on line 3
string(4) "text"
weft: a change by the before callback for number is refused: argument #1 ($n) must be of type int, Silent given
int(1)
weft: a change by the after callback for number is refused: the result must be of type int, Silent given
int(1)
weft: a change by the before callback for string is refused: argument #1 ($s) must be of type string, Silent given
string(1) "1"
weft: a change by the after callback for string is refused: the result must be of type string, Silent given
string(1) "1"
weft: a change by the before callback for number is refused: argument #1 ($n) must be of type int, Ends given
int(1)
weft: a change by the after callback for number is refused: the result must be of type int, Ends given
int(1)
end weft: a change by the before callback for string is refused: argument #1 ($s) must be of type string, Ends given
string(1) "1"
end weft: a change by the after callback for string is refused: the result must be of type string, Ends given
string(1) "1"
NULL
