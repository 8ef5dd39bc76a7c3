--TEST--
Name+::method where the parents are not known when the class is compiled
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'spl_autoload_register(function ($c) {
    eval(["Repo" => "interface Repo { function find(); }", "Base" => "abstract class Base implements Repo {}", "Other" => "class Other {}", "Deep" => "class Deep extends Base { function find() {} }"][$c]);
});
if (true) { class A implements Repo { function find() {} } }
class B extends Base { function find() {} }
class C extends Other { function find() {} }
class D extends Deep { function find() { parent::find(); } static function s() {} }
for ($i = 0; $i < 2; $i++) { (new A)->find(); (new B)->find(); (new C)->find(); (new D)->find(); D::s(); echo "/ "; }
(new class extends Base { function find() {} })->find(); (new class extends Other { function find() {} })->find();';
foreach (['Repo+::find', 'Base+::*', 'Other+::find', 'Missing+::find'] as $target) {
    echo $target, ': ', woven("[[rule]]\ntarget = '$target'\nwrapper = 'named'", $code);
}
echo 'except descendants: ', woven("[[rule]]\ntarget = ['*::find', '!Base+::*']\nwrapper = 'named'", $code);
echo 'call: ', woven("[[rule]]\ntarget = 'Repo+::find'\nwrapper = 'named'", $code, ['weft.join' => 'call']);
echo 'hot: ', woven("[[rule]]\ntarget = 'Repo+::find'\nwrapper = 'named'", 'ob_start(); ' . $code . ' for ($i = 0; $i < 5000; $i++) { (new A)->find(); (new C)->find(); } echo strlen(ob_get_clean());');
?>
--EXPECT--
Repo+::find: [A::find] [B::find] [D::find] [Deep::find] / [A::find] [B::find] [D::find] [Deep::find] / [Base@anonymous::find] 
Base+::*: [B::find] [D::find] [Deep::find] [D::s] / [B::find] [D::find] [Deep::find] [D::s] / [Base@anonymous::find] 
Other+::find: [C::find] / [C::find] / [Other@anonymous::find] 
Missing+::find: / / 
except descendants: [A::find] [C::find] / [A::find] [C::find] / [Other@anonymous::find] 
call: [A::find] [B::find] [D::find] [Deep::find] / [A::find] [B::find] [D::find] [Deep::find] / [Base@anonymous::find] 
hot: 50113
