<?php
namespace Soak;

interface Findable { function find(int $id, string $kind = 'book'): array; }
trait Counts { function count(): int { return 3; } }
abstract class Base implements Findable { function name() { return static::class; } }
class Shop extends Base {
    use Counts;
    const RATE = 2;
    function __construct(public string $label = 'shop') { }
    function __destruct() { }
    function __get($name) { return $name; }
    function find(int $id, string $kind = 'book', ...$rest): array { return [$id, $kind, ...$rest]; }
    function fails(int $n): int { throw new \RuntimeException("no $n"); }
    static function rate() { return self::RATE; }
}
enum Suit: string { case Hearts = 'h'; function label() { return ucfirst($this->value); } }
function total(array $list): int { return array_sum($list); }
function append(array &$list, $value) { $list[] = $value; }
function numbers(int $n) { for ($i = 0; $i < $n; $i++) yield $i; return $n; }
function waits($x) { return \Fiber::suspend($x); }
function recursive(int $n): int { return $n ? 1 + recursive($n - 1) : 0; }

/** All of it, once. */
function all(): string {
    $shop = new Shop;
    $list = [1];
    append($list, 2);
    try { $failed = $shop->fails(1); } catch (\RuntimeException $e) { $failed = $e->getMessage(); }
    return json_encode([$shop->find(1), $shop->find(2, 'cd', 'x'), $shop->count(), $shop->name(), $shop->magic, Shop::rate(), Suit::Hearts->label(), total([1, 2]), $list, $failed,
        iterator_to_array(numbers(2)), recursive(3), (function ($x) { return $x; })(5)]);
}
