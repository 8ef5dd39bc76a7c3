--TEST--
Constructors, destructors and magic methods are targets like others: callbacks change, skip and answer them
--INI--
weft.hook=*
--FILE--
<?php
class M {
    public $n = 0;
    function __construct($a = 1) { echo "construct$a\n"; }
    function __destruct() { echo "destruct\n"; }
    function __get($n) { echo "get$n\n"; return 1; }
    function __set($n, $v) { echo "set$n=$v\n"; }
    function __isset($n) { echo "isset$n\n"; return true; }
    function __unset($n) { echo "unset$n\n"; }
    function __call($n, $a) { echo "call$n\n"; return 2; }
    static function __callStatic($n, $a) { echo "static$n\n"; return 3; }
    function __toString(): string { echo "str\n"; return 'S'; }
    function __invoke($x = 0) { echo "invoke$x\n"; return 4; }
    function __clone() { echo "clone\n"; }
    function __sleep() { echo "sleep\n"; return ['n']; }
    function __wakeup() { echo "wakeup\n"; }
    function __debugInfo() { echo "debug\n"; return []; }
    static function __set_state($a) { echo "state\n"; return new self(9); }
    function __serialize(): array { echo "ser\n"; return ['n' => 1]; }
    function __unserialize(array $d): void { echo "unser\n"; }
}
Weft\hook('M::*', function (Weft\Call $c) { echo ">", $c->function, count($c->arguments), ' '; }, function (Weft\Call $c) { echo "<", $c->function, ' ', get_debug_type($c->result), "\n"; });
$m = new M(5); $m->zz; $m->zz = 3; isset($m->zz); unset($m->zz); $m->foo(1,2); M::bar(1); echo "$m\n"; $m(3); $k = clone $m; unset($k);
$u = unserialize(serialize($m)); unset($u); var_dump($m); eval('return ' . var_export(M::__set_state([]), true) . ';');
array_map($m, [1]); call_user_func([$m, 'dyn']); call_user_func('M::dyns'); $f = $m->viaFcc(...); $f(1);
Weft\unhook_all();
Weft\hook('M::__get', function (Weft\Call $c) { $c->skip('skipped'); }); var_dump($m->q);
Weft\hook('M::__construct', function (Weft\Call $c) { $c->arguments[0] = 'changed'; }); new M; new M(3);
Weft\hook('M::__construct', function (Weft\Call $c) { $c->skip(); }, priority: 5); new M;
Weft\hook('M::__destruct', function (Weft\Call $c) { $c->skip(); }); $z = new M; unset($z);
Weft\hook('M::__toString', null, function (Weft\Call $c) { $c->result = 'R'; }); echo "$m\n"; echo strlen($m), "\n";
Weft\hook('M::__toString', null, function (Weft\Call $c) { $c->result = [] ; }); echo "$m\n";
?>
--EXPECT--
>__construct1 construct5
<__construct null
>__get1 getzz
<__get int
>__set2 setzz=3
<__set null
>__isset1 issetzz
<__isset bool
>__unset1 unsetzz
<__unset null
>__call2 callfoo
<__call int
>__callStatic2 staticbar
<__callStatic int
>__toString0 str
<__toString string
S
>__invoke1 invoke3
<__invoke int
>__clone0 clone
<__clone null
>__destruct0 destruct
<__destruct null
>__serialize0 ser
<__serialize array
>__unserialize1 unser
<__unserialize null
>__destruct0 destruct
<__destruct null
>__debugInfo0 debug
<__debugInfo array
object(M)#3 (0) {
}
>__set_state1 state
>__construct1 construct9
<__construct null
<__set_state M
>__destruct0 destruct
<__destruct null
>__set_state1 state
>__construct1 construct9
<__construct null
<__set_state M
>__destruct0 destruct
<__destruct null
>__invoke1 invoke1
<__invoke int
>__call2 calldyn
<__call int
>__callStatic2 staticdyns
<__callStatic int
>__call2 callviaFcc
<__call int
string(7) "skipped"
constructchanged
destruct
constructchanged
destruct
destruct
str
R
str
1
str
weft: a change by the after callback for M::__toString is refused: the result must be of type string, array given
R
