--TEST--
An after callback reads and replaces the result; one that does not fit is refused
--INI--
weft.hook=*
--FILE--
<?php
class Base { static function make(): static { return new static; } function me(): self { return $this; } }
class Child extends Base { }
function number(): int { return 1; }
function maybe(): ?array { return null; }
function untyped() { return 'text'; }
function nothing(): void { }
function &reference() { static $x = 1; return $x; }
$with = function (string $target, $result) {
    Weft\unhook_all();
    Weft\hook($target, after: function (Weft\Call $call) use ($result) { $call->result = $result; });
};
$with('number', 5);             var_dump(number());
$with('number', '6');           var_dump(number());
$with('number', 'text');        var_dump(number());
$with('number', null);          var_dump(number());
$with('maybe', [1]);            echo json_encode(maybe()), "\n";
$with('maybe', 1);              var_dump(maybe());
$with('untyped', [2]);          echo json_encode(untyped()), "\n";
$with('nothing', 1);            var_dump(nothing());
$with('nothing', null);         var_dump(nothing());
$with('Base::make', new Base);  echo get_class(Child::make()), "\n";
$with('Base::make', new Child); echo get_class(Base::make()), "\n";
$with('Base::me', new stdClass); echo get_class((new Base)->me()), "\n";
$with('reference', 7);          var_dump(reference());
Weft\unhook_all();
var_dump(reference());
Weft\hook('untyped', after: function (Weft\Call $call) { $call->result .= '1'; });
Weft\hook('untyped', after: function (Weft\Call $call) { $call->result .= '2'; });
var_dump(untyped());
?>
--EXPECTF--
int(5)
int(6)
weft: a change by the after callback for number is refused: the result must be of type int, string given
int(1)
weft: a change by the after callback for number is refused: the result must be of type int, null given
int(1)
[1]
weft: a change by the after callback for maybe is refused: the result must be of type ?array, int given
NULL
[2]
weft: a change by the after callback for nothing is refused: the function returns void, int given
NULL
NULL
weft: a change by the after callback for Base::make is refused: the result must be of type static, Base given
Child
Child
weft: a change by the after callback for Base::me is refused: the result must be of type %r(self|Base)%r, stdClass given
Base
int(7)
int(1)
string(6) "text21"
