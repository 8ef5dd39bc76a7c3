--TEST--
Properties of a Call that a callback has unset: a result and an error are null then, arguments are as they were
--INI--
weft.hook=*
--FILE--
<?php
function f($a = 1) { return ['r', $a]; }
function t(): array { return ['r']; }
function g() { throw new Exception('g'); }
$show = function ($run) { try { var_dump($run()); } catch (Throwable $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; } Weft\unhook_all(); };
Weft\hook('f', after: function (Weft\Call $c) { unset($c->result); }); $show(fn() => f());
Weft\hook('t', after: function (Weft\Call $c) { unset($c->result); }); $show(fn() => t());
Weft\hook('f', function (Weft\Call $c) { unset($c->arguments); }, function (Weft\Call $c) { echo json_encode($c->arguments), "\n"; }); $show(fn() => f(2));
Weft\hook('g', failed: function (Weft\Call $c) { unset($c->error); }); $show(fn() => g());
Weft\hook('g', failed: function (Weft\Call $c) { unset($c->error, $c->result); }); $show(fn() => g());
Weft\hook('g', failed: function (Weft\Call $c) { unset($c->error, $c->result); }); Weft\hook('g', failed: function (Weft\Call $c) { var_dump($c->error === null, $c->result ?? 'none'); }); $show(fn() => g());
Weft\hook('f', function (Weft\Call $c) { $c->skip(); unset($c->result); }); $show(fn() => f());
Weft\hook('f', function (Weft\Call $c) { unset($c->data); $c->skip($c->data ?? 'nodata'); }); $show(fn() => f());
Weft\hook('f', function (Weft\Call $c) { try { unset($c->class); } catch (Error $e) { echo $e->getMessage(), "\n"; } unset($c->object); }); $show(fn() => f());
?>
--EXPECTF--
NULL
weft: a change by the after callback for t is refused: the result must be of type array, null given
array(1) {
  [0]=>
  string(1) "r"
}
[2]
array(2) {
  [0]=>
  string(1) "r"
  [1]=>
  int(2)
}
NULL
NULL
bool(false)
string(4) "none"
NULL
NULL
string(6) "nodata"
Cannot unset readonly property Weft\Call::$class
weft: the before callback for f threw Error: Cannot unset readonly property Weft\Call::$object in %scall_unset.php:14
array(2) {
  [0]=>
  string(1) "r"
  [1]=>
  int(1)
}
