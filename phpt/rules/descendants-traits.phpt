--TEST--
Name+::method reaches methods that come from a trait
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'interface Repo {} trait Finds { function find() {} function other() {} static function s() {} } trait More { use Finds { find as lookUp; } }
class A implements Repo { use Finds; } class B { use Finds; } class C implements Repo { use More; } class D extends B implements Repo {}
foreach ([new A, new B, new C, new D] as $o) { $o->find(); $o->other(); $o::s(); } (new C)->lookUp(); echo "/ "; (new A)->find(); (new B)->find();';
foreach (['Repo+::find', 'Repo+::*', 'Finds::find', 'Finds+::find', 'A::find', 'B+::find'] as $target) {
    echo $target, ': ', woven("[[rule]]\ntarget = '$target'\nwrapper = 'named'", $code);
}
?>
--EXPECT--
Repo+::find: [A::find] [C::find] [C::lookUp] / [A::find] 
Repo+::*: [A::find] [A::other] [A::s] [C::find] [C::other] [C::s] [C::lookUp] / [A::find] 
Finds::find: [A::find] [B::find] [C::find] [B::find] [C::lookUp] / [A::find] [B::find] 
Finds+::find: [A::find] [B::find] [C::find] [B::find] [C::lookUp] / [A::find] [B::find] 
A::find: / 
B+::find: [B::find] [B::find] / [B::find]
