--TEST--
Name+::method: every class that is one
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'interface Top {} interface Repo extends Top { function find(); } class A implements Repo { function find() {} function other() {} } class B extends A { function find() {} }
abstract class C implements Repo {} class D extends C { function find() {} } class None { function find() {} } class E extends None implements Repo { function find() {} }
(new A)->find(); (new A)->other(); (new B)->find(); (new D)->find(); (new None)->find(); (new E)->find(); (new class extends B { function find() {} })->find(); (new class implements Top { function find() {} })->find();';
foreach (['Repo+::find', 'top+::*', 'A+::find', 'Repo::find', 'C+::*', 'E+::find', 'Missing+::find', '\Repo+::FIND'] as $target) {
    echo $target, ': ', woven("[[rule]]\ntarget = '$target'\nwrapper = 'named'", $code);
}
echo 'except descendants: ', woven("[[rule]]\ntarget = ['*::find', '!A+::*']\nwrapper = 'named'", $code);
?>
--EXPECT--
Repo+::find: [A::find] [B::find] [D::find] [E::find] [B@anonymous::find] 
top+::*: [A::find] [A::other] [B::find] [D::find] [E::find] [B@anonymous::find] [Top@anonymous::find] 
A+::find: [A::find] [B::find] [B@anonymous::find] 
Repo::find: 
C+::*: [D::find] 
E+::find: [E::find] 
Missing+::find: 
\Repo+::FIND: [A::find] [B::find] [D::find] [E::find] [B@anonymous::find] 
except descendants: [D::find] [None::find] [E::find] [Top@anonymous::find]
