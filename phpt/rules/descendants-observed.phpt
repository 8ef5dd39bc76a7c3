--TEST--
Callbacks hear of Name+::method only from classes that are one
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'spl_autoload_register(function ($c) { eval(["Repo" => "interface Repo {}", "Other" => "class Other {}"][$c]); });
if (true) { class A implements Repo { function find() { echo "A "; } } } class B extends Other { function find() { echo "B "; } }
Weft\hook("*::find", function () { echo "heard "; });
for ($i = 0; $i < 2; $i++) { (new A)->find(); (new B)->find(); }
Weft\unhook_all(); (new A)->find(); Weft\hook("A::find", function () { echo "again "; }); Weft\hook("B::find", function () { echo "never "; }); (new A)->find(); (new B)->find();';
echo woven("[[rule]]\ntarget = 'Repo+::find'", $code);
echo woven("[[rule]]\ntarget = 'Repo+::find'", $code, ['weft.join' => 'call']);
?>
--EXPECT--
heard A B heard A B A again A B 
heard A B heard A B A again A B
