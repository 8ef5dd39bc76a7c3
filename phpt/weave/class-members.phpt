--TEST--
Properties, static properties and constants of classes, with their caches
--INI--
error_reporting=8191
--FILE--
<?php
class A {
    const X = 'AX';
    public $p = 1;
    protected $list = [];
    public static $s = 's';
    public ?A $child = null;
    public int $typed = 5;
    function caches($o, $name) {
        $o->p++; ++$o->p; $o->p += 5; $o->p ??= 'never'; $o->$name = $o->$name . '!';
        $this->list[$name][] = $o->p; $this->list['n'] ??= 0; $this->list['n']--;
        self::$s .= 'x'; static::$s[0] = 'S'; $n = 's'; self::${$n} .= 'y';
        $r = &$o->p; $r = 'by ref'; unset($r);
        unset($o->dynamic); isset($o->dynamic->deep, $o::$s);
        $o->child?->child?->p;
        return json_encode($this->list) . static::X . $o::X . constant('A::X') . $o::class . ($o instanceof self) . ($o instanceof $this) . self::$s . $o->p . $o->q;
    }
}
class B extends A { const X = 'BX'; public static $s = 'own'; }
$a = new A; $b = new B;
foreach ([[$a, $b], [$b, $a], [$a, $a], [$b, $b]] as [$x, $y]) {
    $y->p = 1;
    $y->q = 'q';
    echo $x->caches($y, 'q'), "\n";
}
function typed($o) { try { $o->typed = 'x'; } catch (TypeError $e) { return $e->getMessage(); } }
echo typed($a), "\n";
function polymorphic($o) { return $o->v() . $o->x; }
class V1 { public $x = 1; function v() { return 'v1'; } }
class V2 { public $y = 0, $x = 2; function v() { return 'v2'; } }
class V3 { function __get($n) { return "got $n"; } function __call($n, $a) { return "called $n"; } }
for ($i = 0; $i < 3; $i++) { foreach ([new V1, new V2, new V3] as $o) { echo polymorphic($o), ' '; } }
echo "\n";
function constants() { return PHP_EOL . E_USER_NOTICE . M_PI . \PHP_INT_SIZE . (defined('NEVER') ? NEVER : 'undefined') . INF; }
echo trim(constants()), "\n";
?>
--EXPECT--
{"q":[8],"n":-1}AXBXAXB11Sxyby refq!
{"q":[8],"n":-1}BXAXAXA1Sxyxyby refq!
{"q":[8,8],"n":-2}AXAXAXA11Sxyxyxyby refq!
{"q":[8,8],"n":-2}BXBXAXB11Sxyxyxyxyby refq!
Cannot assign string to property A::$typed of type int
v11 v22 called vgot x v11 v22 called vgot x v11 v22 called vgot x 
10243.14159265358988undefinedINF
