--TEST--
Attributes: values are hidden from traces, methods override, attributes are found where they were written
--FILE--
<?php
#[Attribute(Attribute::TARGET_ALL)]
class Mark { function __construct(public string $text = '') {} }

function login(string $name, #[\SensitiveParameter] string $password, #[\SensitiveParameter] string ...$more) { throw new Exception('no'); }
try {
    login('me', 'secret', 'very', 'secret');
} catch (Exception $e) {
    echo $e->getTraceAsString(), "\n";
}

class A { function run() { return 'A'; } }
class B extends A {
    #[\Override] #[Mark('method')]
    function run(#[Mark('parameter')] $x = 1) { return parent::run() . 'B'; }
}
echo (new B)->run(), "\n";
$method = new ReflectionMethod('B', 'run');
foreach ([...$method->getAttributes(Mark::class), ...$method->getParameters()[0]->getAttributes()] as $attribute) {
    echo $attribute->getName(), ' ', $attribute->newInstance()->text, "\n";
}
$closure = #[Mark('closure')] fn () => 1;
echo (new ReflectionFunction($closure))->getAttributes()[0]->newInstance()->text, "\n";
?>
--EXPECTF--
#0 %sattributes.php(7): login('me', Object(SensitiveParameterValue), Object(SensitiveParameterValue), Object(SensitiveParameterValue))
#1 {main}
AB
Mark method
Mark parameter
closure
