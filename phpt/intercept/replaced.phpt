--TEST--
Functions that the compiler replaces by instructions, and calls that the optimizer folds, are called where they are hooked
--FILE--
<?php
foreach (['strlen', 'count', 'is_int', 'is_string', 'intval', 'in_array', 'array_key_exists', 'call_user_func', 'call_user_func_array', 'func_get_args', 'func_num_args',
    'gettype', 'defined', 'chr', 'ord', 'get_class', 'sprintf', 'dirname', 'function_exists', 'constant', 'str_repeat', 'str_contains', 'array_slice'] as $name) {
    Weft\hook($name, function (Weft\Call $call) { echo "$call->function "; });
}
eval(<<<'PHP'
namespace App;
use function strlen as length;
const THREE = 3;
function passed() { return [\func_num_args(), \func_get_args(), \array_slice(\func_get_args(), 1)]; }
function run() {
    return [\strlen('abc'), strlen('ab'), length('a'), \count([1, 2]), \is_int(1), \is_string(1), \intval('12'), \in_array(2, [1, 2]), \array_key_exists('a', ['a' => 1]),
        \call_user_func('strtoupper', 'x'), \call_user_func_array('max', [1, 2]), passed('a', 'b'), \gettype(1), \defined('App\THREE'), \chr(65), \ord('A'), \get_class(new \stdClass),
        \sprintf('%s-%d', 'a', 1), \dirname('/a/b'), \function_exists('strlen'), \constant('App\THREE'), \str_repeat('ab', 2), \str_contains('abc', 'b')];
}
$got = run();
echo "\n", \json_encode($got, JSON_UNESCAPED_SLASHES), "\n";
PHP);
?>
--EXPECT--
strlen strlen strlen count is_int is_string intval in_array array_key_exists call_user_func call_user_func_array func_num_args func_get_args func_get_args array_slice gettype defined chr ord get_class sprintf dirname function_exists constant str_repeat str_contains 
[3,2,1,2,true,false,12,true,true,"X",2,[2,["a","b"],["b"]],"integer",true,"A",65,"stdClass","a-1","/a",true,3,"abab",true]
