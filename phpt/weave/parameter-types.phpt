--TEST--
Types of parameters are checked as ever
--INI--
error_reporting=8187
--FILE--
<?php
function i(int $i) { return var_export($i, true); }
function u(int|float|null $u, ?string $s = null) { return var_export($u, true) . var_export($s, true); }
function it(iterable $x, callable $c, object $o) { return 'it'; }
interface I {} class A implements I {} class B extends A {}
function o(I $i, A|false $a = false) { return get_class($i); }
echo i('5'), i(5.0), i(true), u(1.5), u(null, 12), o(new B, new B), "\n";
foreach ([fn () => i('x'), fn () => i(5.5), fn () => i([]), fn () => o(new stdClass), fn () => i(), fn () => u('1e2', new A), fn () => it([], 'strlen', new A), fn () => it(1, 'strlen', new A), fn () => it([], 'no such', new A), fn () => it([], 'strlen', 1)] as $n => $try) {
    try {
        echo $try(), "\n";
    } catch (TypeError $e) {
        echo $n, ' ', get_class($e), ': ', preg_replace('~, called in.*|, 0 passed in.*? and~', '', $e->getMessage()), "\n";
    }
}
class Typed {
    public function __construct(protected readonly int $n, private ?Typed $next = null) {}
    function with(self $next): static { return new static($this->n, $next); }
    function sum(): int { return $this->n + ($this->next?->sum() ?? 0); }
}
echo (new Typed(1))->with((new Typed(2))->with(new Typed(3)))->sum(), "\n";
try {
    new Typed('many');
} catch (TypeError $e) {
    echo preg_replace('/, called.*/', '', $e->getMessage()), "\n";
}
?>
--EXPECT--
5511.5NULLNULL'12'B
0 TypeError: i(): Argument #1 ($i) must be of type int, string given
5
2 TypeError: i(): Argument #1 ($i) must be of type int, array given
3 TypeError: o(): Argument #1 ($i) must be of type I, stdClass given
4 ArgumentCountError: Too few arguments to function i() exactly 1 expected
5 TypeError: u(): Argument #2 ($s) must be of type ?string, A given
it
7 TypeError: it(): Argument #1 ($x) must be of type Traversable|array, int given
8 TypeError: it(): Argument #2 ($c) must be of type callable, string given
9 TypeError: it(): Argument #3 ($o) must be of type object, int given
6
Typed::__construct(): Argument #1 ($n) must be of type int, string given
