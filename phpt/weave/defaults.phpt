--TEST--
Default values: constants, expressions, `new`
--FILE--
<?php
const LIMIT = 10;
class Config { const SIZE = 3; public function __construct(public $v = self::SIZE * 2) {} }
function f($a = LIMIT * 2, $b = [LIMIT, Config::SIZE], $c = Config::SIZE . 'x', $d = PHP_INT_MAX, $e = __LINE__) { return json_encode([$a, $b, $c, $d, $e]); }
echo f(), "\n";
function g(Config $config = new Config, $list = [new Config(1), 'k' => new Config(v: 2)]) { $config->v++; return $config->v . count($list) . $list['k']->v; }
echo g(), g(), g(new Config(9)), "\n";
class A {
    private Config $c;
    public function __construct(private Config $config = new Config(5)) {}
    function v($default = self::class . '!', $static = null) { return $this->config->v . $default; }
}
echo (new A)->v(), ' ', (new A(new Config))->v('given'), "\n";
function missing($x = UNDEFINED_CONSTANT) { return $x; }
try {
    missing();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
echo missing('given'), "\n";
define('UNDEFINED_CONSTANT', 'now defined');
echo missing(), "\n";
function nullable(?int $n = null, int|string $u = 5, iterable $i = []) { return json_encode([$n, $u, $i]); }
echo nullable(), nullable(1, 'u', [2]), "\n";
$f = fn ($x = LIMIT + 1, $y = new Config) => $x . $y->v;
echo $f(), $f(1), "\n";
function kept() { static $s = LIMIT * 3, $t = [Config::SIZE]; return $s++ . json_encode($t); }
echo kept(), kept(), "\n";
?>
--EXPECT--
[20,[10,3],"3x",9223372036854775807,4]
7227221022
5A! 6given
Undefined constant "UNDEFINED_CONSTANT"
given
now defined
[null,5,[]][1,"u",[2]]
11616
30[3]31[3]
