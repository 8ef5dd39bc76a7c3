--TEST--
An object as a text, with many properties of its own
--FILE--
<?php
class A { public $a0; public $a1; public $a2; protected $a3; private $a4; function of_parent() {} }
#[AllowDynamicProperties]
class B extends A { public $b0; public $b1; private $b2; function own() {} }
$object = new B;
for ($i = 0; $i < 200; $i++) {
    $object->{"dynamic$i"} = $i;
}
$text = (string) new ReflectionObject($object);
preg_match('/- Dynamic properties \[\d+\]/', $text, $found);
echo $found[0], ' ', substr_count($text, '<dynamic>'), "\n";
?>
--EXPECT--
- Dynamic properties [200] 200
