--TEST--
Closures and arrow functions, static, bound and nested
--FILE--
<?php
$a = function () {}; $a(); $a();
$b = static fn () => 1; $b();
class C { function m() { return function () { return fn () => $this; }; } }
(new C)->m()()();
Closure::bind($a, new C, C::class)();
array_map(fn ($x) => $x, [1, 2]);
$f = strtolower(...); $f('INTERNAL');
(function () { (function () {})(); })();
echo "\n";
?>
--EXPECTF--
[{closure%r[^\]]*%r}] [{closure%r[^\]]*%r}] [{closure%r[^\]]*%r}] [C::m] [C::{closure%r[^\]]*%r}] [C::{closure%r[^\]]*%r}] [C::{closure%r[^\]]*%r}] [{closure%r[^\]]*%r}] [{closure%r[^\]]*%r}] [{closure%r[^\]]*%r}] [{closure%r[^\]]*%r}]
