--TEST--
A class as a text: private members of its own and of parents, static ones, overwritten and inherited methods, an object's properties
--FILE--
<?php
class A {
    private $mine = 1;
    private static $count = 0;
    private function hidden(int $a = 1, ?A ...$rest) {}
    private static function made() {}
    protected function shown(): static { return $this; }
    function kept() {}
}
#[AllowDynamicProperties]
class B extends A {
    private $mine = [2];
    public static ?A $other = null;
    const C = 1;
    /** says so */
    private function hidden() {}
    protected function shown(): static { static $n; return $this; }
    static function said(string|int $x) { yield 1; }
}
enum Suit { case Hearts; const D = self::Hearts; function label() { return 'x'; } static function any() {} }
$object = new B;
$object->dynamic = 1;
$anonymous = new class extends B { function extra() {} };
foreach ([new ReflectionClass('A'), new ReflectionClass('B'), new ReflectionObject($object), new ReflectionEnum('Suit'), new ReflectionClass($anonymous)] as $reflection) {
    $text = (string) $reflection;
    echo $reflection->isAnonymous() ? 'anonymous' : $reflection->name, ': ';
    preg_match_all('/- (?:Static |Dynamic )?(?:properties|methods|constants) \[\d+\]|(?:Method|Property) \[[^\]]*\]/i', $text, $found);
    echo implode('; ', preg_replace('/\s+/', ' ', $found[0])), "\n";
    // Still the same, and so is what was asked for it.
    var_dump($text === (string) $reflection, count($reflection->getMethods()));
}
?>
--EXPECTF--
A: - Constants [0]; - Static properties [1]; Property [ private static $count = 0 ]; - Static methods [1]; Method [ <user> static private method made ]; - Properties [1]; Property [ private $mine = 1 ]; - Methods [3]; Method [ <user> private method hidden ]; Method [ <user> protected method shown ]; Method [ <user> public method kept ]
bool(true)
int(4)
B: - Constants [1]; - Static properties [1]; Property [ public static ?A $other = NULL ]; - Static methods [1]; Method [ <user> static public method said ]; - Properties [1]; Property [ private $mine = [2]; - Methods [3]; Method [ <user> private method hidden ]; Method [ <user, overwrites A, prototype A> protected method shown ]; Method [ <user, inherits A> public method kept ]
bool(true)
int(4)
B: - Constants [1]; - Static properties [1]; Property [ public static ?A $other = NULL ]; - Static methods [1]; Method [ <user> static public method said ]; - Properties [1]; Property [ private $mine = [2]; - Dynamic properties [1]; Property [ <dynamic> public $dynamic ]; - Methods [3]; Method [ <user> private method hidden ]; Method [ <user, overwrites A, prototype A> protected method shown ]; Method [ <user, inherits A> public method kept ]
bool(true)
int(4)
Suit: - Constants [%d]; - Static properties [0]; - Static methods [2]; Method [ <user> static public method any ]; Method [ <internal, prototype UnitEnum> static public method cases ]; - Properties [1]; Property [ public %Sreadonly string $name ]; - Methods [1]; Method [ <user> public method label ]
bool(true)
int(3)
anonymous: - Constants [1]; - Static properties [1]; Property [ public static ?A $other = NULL ]; - Static methods [1]; Method [ <user, inherits B> static public method said ]; - Properties [0]; - Methods [3]; Method [ <user> public method extra ]; Method [ <user, inherits B, prototype A> protected method shown ]; Method [ <user, inherits A> public method kept ]
bool(true)
int(4)
