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
--EXPECT--
{closure}: [App\{closure}] [App\{closure}] [App\C::App\{closure}] 
{CLOSURE}: [App\{closure}] [App\{closure}] [App\C::App\{closure}] 
*: [App\f] [App\{closure}] [App\{closure}] [App\C::m] [App\C::App\{closure}] 
*::*: [App\C::m] 
App\*: [App\f]
