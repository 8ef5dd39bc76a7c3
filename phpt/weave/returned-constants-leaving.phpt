--TEST--
Constants are returned through types, loops, switches and finally
--FILE--
<?php
$u = 'U';
function f1() { switch (K::N) { default: return 1; } }
function f2() { switch (K::N) { case 1: return 2; case 2: return 3; } return 4; }
function f3() { foreach ([1,2] as $v) { return K::C; } }
function f4(): string { foreach ([1,2] as $v) { return K::C; } }
function f5(): string { foreach ([1,2] as $v) { try { return K::C; } finally { echo 'F'; } } }
function f6(): string { try { return K::C; } finally { echo 'f'; } }
function f7(): int { return (string) PHP_INT_SIZE; }
function f8(): ?string { return K::C; }
function f9() { return match (K::N) { 1 => K::C, default => 2 }; }
function f10($x = 1) { if ($x) return K::C; if ($x > 3) return PHP_INT_MAX; return strlen("abcd"); }
function f11(): iterable { yield from []; return K::C; }
function f12(): int|float { return PHP_INT_MAX + 1; }
function f13() { return PHP_INT_MAX + PHP_INT_MAX > 1 || K::C; }
function &f14() { return K::C; }
function f15() { return $GLOBALS['zz'] ?? K::C; }
function f16() { return !function_exists('nope'); }
function f17() { switch (true) { case K::N == 1: foreach ([1] as $q) { return K::N . 'x'; } } }
function f18() { try { throw new Exception; } catch (Exception) { return K::C; } finally { } }
class K {
    static function s() { return self::C; }
    static function st() { return static::C; }
    function m(): string { return self::C; }
    static function F() { return 5; }
    const C = 'c'; const N = 1; const A = ['x' => 1];
}
for ($round = 0; $round < 2; $round++) {
    for ($number = 1; $number <= 18; $number++) {
        $value = @("f$number")(1);
        echo json_encode($value instanceof Generator ? [...$value, $value->getReturn()] : $value), ' ';
    }
    echo json_encode([K::s(), K::st(), (new K)->m()]), "\n";
}
?>
--EXPECT--
1 2 "c" "c" F"c" f"c" 8 "c" "c" "c" ["c"] 9.223372036854776e+18 true "c" "c" true "1x" "c" ["c","c","c"]
1 2 "c" "c" F"c" f"c" 8 "c" "c" "c" ["c"] 9.223372036854776e+18 true "c" "c" true "1x" "c" ["c","c","c"]
