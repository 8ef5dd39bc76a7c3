--TEST--
What opcache works out is returned by every way out: constants, class constants that are declared later, operators and functions of such
--FILE--
<?php
$u = 'U';
function f1() { return M_PI; }
function f2() { return PHP_INT_SIZE * 8; }
function f3() { return strlen("abc"); }
function f4() { return chr(65); }
function f5() { return !UPLOAD_ERR_OK; }
function f6() { return (string) PHP_INT_SIZE; }
function f7($x) { return $x ? M_PI : E_ALL; }
function f8() { return function_exists('strlen'); }
function f9() { return constant('PHP_INT_SIZE'); }
function f10() { return K::C; }
function f11() { return 'a' . K::C . 'b'; }
function f12() { return defined('PHP_INT_SIZE') && PHP_INT_SIZE > 4; }
function f13() { return dirname('/a/b'); }
function f14() { return PHP_OS_FAMILY === 'Linux'; }
function f15() { return [K::C]; }
function f16() { return [K::C, PHP_INT_SIZE]; }
function f17() { return extension_loaded('standard'); }
function f18() { return K::C ?? 1; }
function f19() { return match(true) { default => K::C }; }
function f20() { return "x" . PHP_INT_SIZE; }
function f21() { return "x{$GLOBALS['u']}" . PHP_INT_SIZE; }
function f22() { try { return K::C; } finally { echo ''; } }
function f23(): string { return K::C; }
function &f24() { return K::C; }
function f25() { yield 1; return K::C; }
function f26() { return -K::N; }
function f27() { return (int) K::C; }
function f28() { return K::N == 1; }
function f29() { return K::N . ''; }
function f30() { return (bool) K::N; }
function f31() { return is_callable('strlen'); }
function f32() { return in_array(1, [1,2]); }
function f33() { return implode(',', ['a','b']); }
function f34() { return str_repeat('a', 3); }
function f35() { return \array_key_exists('a', ['a' => 1]); }
function f36() { return K::class; }
function f37() { return get_class(new K); }
function f38() { $a = K::C; return $a; }
function f39() { return $x = K::C; }
function f40() { return K::N + 1 + K::N; }
function f41() { return K::F(); }
function f42() { return K::A['x']; }
function f43() { return [1,2,3][K::N]; }
function f44() { return 'abc'[K::N]; }
function f45() { return print(K::C); }
function f46() { return K::N <=> 2; }
function f47() { return count([1,2]); }
function f48() { return $_ = 1 ? M_PI : 2; }
class K {
    static function s() { return self::C; }
    static function st() { return static::C; }
    function m(): string { return self::C; }
    static function F() { return 5; }
    const C = 'c'; const N = 1; const A = ['x' => 1];
}
for ($round = 0; $round < 2; $round++) {
    for ($number = 1; $number <= 47; $number++) {
        $value = @("f$number")(1);
        echo json_encode($value instanceof Generator ? [...$value, $value->getReturn()] : $value), ' ';
    }
    echo json_encode([K::s(), K::st(), (new K)->m()]), "\n";
}
?>
--EXPECT--
3.141592653589793 64 3 "A" true "8" 3.141592653589793 true 8 "c" "acb" true "\/a" true ["c"] ["c",8] true "c" "c" "x8" "xU8" "c" "c" "c" [1,"c"] -1 0 true "1" true true true "a,b" "aaa" true "K" "K" "c" "c" 3 5 1 2 "b" c1 -1 2 ["c","c","c"]
3.141592653589793 64 3 "A" true "8" 3.141592653589793 true 8 "c" "acb" true "\/a" true ["c"] ["c",8] true "c" "c" "x8" "xU8" "c" "c" "c" [1,"c"] -1 0 true "1" true true true "a,b" "aaa" true "K" "K" "c" "c" 3 5 1 2 "b" c1 -1 2 ["c","c","c"]
