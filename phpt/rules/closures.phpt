--TEST--
{closure} names all closures, and * names them, too
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'namespace App; function f() { return function () { return fn () => 1; }; } class C { function m() { return static fn () => 1; } } f()()(); (new C)->m()();';
foreach (['{closure}', '{CLOSURE}', '*', '*::*', 'App\*'] as $target) {
    echo $target, ': ', woven("[[rule]]\ntarget = '$target'\nwrapper = 'named'", $code);
}
?>
--EXPECTF--
{closure}: [%r(App\\{closure}|{closure:App\\f\(\):2})%r] [%r(App\\{closure}|{closure:{closure:App\\f\(\):2}:2})%r] [App\C::%r(App\\{closure}|{closure:App\\C::m\(\):2})%r] 
{CLOSURE}: [%r(App\\{closure}|{closure:App\\f\(\):2})%r] [%r(App\\{closure}|{closure:{closure:App\\f\(\):2}:2})%r] [App\C::%r(App\\{closure}|{closure:App\\C::m\(\):2})%r] 
*: [App\f] [%r(App\\{closure}|{closure:App\\f\(\):2})%r] [%r(App\\{closure}|{closure:{closure:App\\f\(\):2}:2})%r] [App\C::m] [App\C::%r(App\\{closure}|{closure:App\\C::m\(\):2})%r] 
*::*: [App\C::m] 
App\*: [App\f]
