--TEST--
Parameters by reference stay references when a callback changes them
--INI--
weft.hook=*
--FILE--
<?php
function append(array &$list, $value) { $list[] = $value; }
$list = [1];
Weft\hook('append', function (Weft\Call $call) { $call->arguments[0] = ['new']; });
append($list, 2);
echo json_encode($list), "\n";

function all(&...$rest) { foreach ($rest as &$one) { $one .= '!'; } }
$a = 'a'; $b = 'b';
Weft\hook('all', function (Weft\Call $call) { $call->arguments[1] = 'B'; });
all($a, $b);
echo "$a $b\n";

class Typed { public int $number = 1; }
$typed = new Typed;
function set(&$x) { $x++; }
Weft\hook('set', function (Weft\Call $call) { $call->arguments[0] = $GLOBALS['value']; });
foreach (['text', 10] as $value) {
    set($typed->number);
    var_dump($typed->number);
}
function checked(int &$x) { $x++; }
Weft\hook('checked', function (Weft\Call $call) { $call->arguments[0] = $GLOBALS['value']; });
$n = 1;
foreach (['text', 10] as $value) {
    checked($n);
    var_dump($n);
}
?>
--EXPECT--
["new",2]
a! B!
weft: a change by the before callback for set is refused: argument #1 is a reference to a property that refuses string
int(2)
int(11)
weft: a change by the before callback for checked is refused: argument #1 ($x) must be of type int, string given
int(2)
int(11)
