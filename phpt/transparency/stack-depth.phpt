--TEST--
A woven function's frame takes little more stack: recursion goes at least half as deep
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip the sanitizers need more of the C stack, where PHP frees a long chain of objects'); ?>
--FILE--
<?php
// Memory tells how many pages of the engine's stack, of 256 KB each, were begun: so many calls that one page does not matter.
const CALLS = 100000;
const PAGE = 256 << 10;
function tiny(int $n) { $n and tiny($n - 1); }
function deep(int $n): int { return $n == 0 ? 0 : deep($n - 1); }
function &reference(int $n) { if ($n == 0) return $n; return reference($n - 1); }
class A {
    public $next;
    function smallest() { $this->next?->smallest(); }
    function deep(int $n, $a = 1, &$b = null): int { $c = $a; return $n == 0 ? 0 : $this->deep($n - 1, $c, $b); }
    static function tiny(int $n) { $n and self::tiny($n - 1); }
}
$a = new A;
$closure = function (int $n) use (&$closure) { $n and $closure($n - 1); };
$chain = [new A];
for ($i = 0; $i < CALLS; $i++) {
    $chain[] = $first = new A;
    $first->next = $chain[$i];
}
$recursions = [
    'function' => deep(...), 'tiny function' => tiny(...), 'function by reference' => reference(...), 'method' => $a->deep(...),
    'static method' => A::tiny(...), 'smallest method' => fn() => $first->smallest(), 'closure' => $closure,
];
if (isset($argv[1])) {
    $function = $recursions[$argv[1]];
    $before = memory_get_peak_usage();
    $function(CALLS);
    exit((string) (memory_get_peak_usage() - $before));
}
require __DIR__ . '/../php.inc';
foreach ($recursions as $name => $_) {
    foreach (['plain' => ['weft.enabled=0'], 'here' => []] as $side => $settings) {
        $command = [PHP_BINARY, ...options_of_this_php('opcache.file_update_protection=0', 'memory_limit=-1', ...$settings), __FILE__, $name];
        $bytes[$side] = (int) exec(implode(' ', array_map('escapeshellarg', $command)));
    }
    // What returns by reference keeps the wrapper's variables, too.
    $times = $name == 'function by reference' ? 3 : 2;
    echo $name, ': ', $bytes['plain'] > CALLS && $bytes['here'] <= $times * ($bytes['plain'] + PAGE) ? "at most $times times" : json_encode($bytes), "\n";
}
?>
--EXPECT--
function: at most 2 times
tiny function: at most 2 times
function by reference: at most 3 times
method: at most 2 times
static method: at most 2 times
smallest method: at most 2 times
closure: at most 2 times
