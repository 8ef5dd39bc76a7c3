--TEST--
A Call tells class, function and object, and cannot be made, cloned or changed by anybody else
--INI--
weft.hook=*
error_log=/dev/null
--FILE--
<?php
namespace App;
class Base {
    function method() { }
    static function fixed() { }
}
class Child extends Base { }
function free() { }
$show = function (\Weft\Call $call) use (&$kept) {
    $kept = $call;
    echo var_export($call->class, true), ' ', $call->function, ' ', $call->object ? $call->object::class : 'none', "\n";
};
\Weft\hook('*', $show);
(new Child)->method();
Child::fixed();
free();
(function () { })();
\Weft\unhook_all();
foreach ([
    fn() => $kept->class = 'other',
    fn() => $kept->function = 'other',
    fn() => $kept->arguments = 1,
    fn() => $kept->error = 'text',
    fn() => $kept->other = 1,
    fn() => clone $kept,
    fn() => serialize($kept),
    fn() => new \Weft\Call,
    fn() => new \Weft\Hook,
    fn() => $kept->skip(),
] as $try) {
    try { $try(); echo "none\n"; } catch (\Throwable $e) { echo $e::class, ': ', $e->getMessage(), "\n"; }
}
var_dump($kept);
?>
--EXPECTF--
'App\\Base' method App\Child
'App\\Base' fixed none
NULL App\free none
NULL %r(App\\{closure}|{closure:.+call\.php:17})%r none
Error: Cannot modify readonly property Weft\Call::$class
Error: Cannot modify readonly property Weft\Call::$function
TypeError: Cannot assign int to property Weft\Call::$arguments of type array
TypeError: Cannot assign string to property Weft\Call::$error of type ?Throwable
Error: Cannot create dynamic property Weft\Call::$other
Error: Trying to clone an uncloneable object of class Weft\Call
Exception: Serialization of 'Weft\Call' is not allowed
Error: Cannot construct Weft\Call, callbacks receive it
Error: Cannot construct Weft\Hook, Weft\hook() does
Error: Weft\Call::skip() may only be called in a before callback
object(Weft\Call)#%d (8) {
  ["class"]=>
  NULL
  ["function"]=>
  string(%d) "%r(App\\{closure}|{closure:.+call\.php:17})%r"
  ["object"]=>
  NULL
  ["arguments"]=>
  array(0) {
  }
  ["result"]=>
  NULL
  ["error"]=>
  NULL
  ["data"]=>
  NULL
  ["abandoned"]=>
  bool(false)
}
