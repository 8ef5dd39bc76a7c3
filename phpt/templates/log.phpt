--TEST--
log writes a line for each call, with what it is told to show
--INI--
weft.rules={PWD}/rules/log.toml
--FILE--
<?php
enum Suit { case Hearts; }
class Cart
{
    public function add(int $number, string $article = 'apple'): int { return $number * 2; }
    public static function make(): static { return new static; }
}
function login(string $user, #[SensitiveParameter] string $password, #[SensitiveParameter] string ...$more): bool { return true; }
function changes(array $list, string ...$rest): array { $list[] = 'changed'; return $list; }
function fails(string $why): never { throw new DomainException("because: $why\nweft: info: forged"); }
function shows(mixed $value): mixed { return $value; }
function brief(string $text): string { return $text; }
function quiet(int $n): void {}
function numbers() { yield 1; return 'end'; }
$cart = new Cart;
$cart->add(3);
$cart->add(4, 'pear');
Cart::make();
login('bob', 'secret', 'more', 'secrets');
changes(['a'], 'b', 'c');
try {
    fails("it's late");
} catch (DomainException) {
}
foreach ([null, true, -1, 0.1, 1e100, NAN, -INF, 1.0, "quote ' tab \t null \0 größer \xff", [], [1 => 'a', 'k' => [1, [2, [3, [4]]]]], Suit::Hearts, STDIN] as $value) shows($value);
brief(str_repeat('ä', 100));
brief('short');
quiet(1);
foreach (numbers() as $number);
?>
--EXPECTF--
weft: info: Cart::add(3) = 6
weft: info: Cart::add(4, 'pear') = 8
weft: info: Cart::make() = Cart#%d
weft: info: login('bob', SensitiveParameter, SensitiveParameter, SensitiveParameter) = true
weft: info: changes(['a'], 'b', 'c') = ['a', 'changed']
weft: info: fails('it\'s late') threw DomainException: because: it's late\nweft: info: forged
weft: info: shows(null) = null
weft: info: shows(true) = true
weft: info: shows(-1) = -1
weft: info: shows(0.1) = 0.1
weft: info: shows(1e100) = 1e100
weft: info: shows(NAN) = NAN
weft: info: shows(-INF) = -INF
weft: info: shows(1.0) = 1.0
weft: info: shows('quote \' tab \t null \u{0} größer �') = 'quote \' tab \t null \u{0} größer �'
weft: info: shows([]) = []
weft: info: shows([1 => 'a', 'k' => [1, [2, […]]]]) = [1 => 'a', 'k' => [1, [2, […]]]]
weft: info: shows(Suit::Hearts) = Suit::Hearts
weft: info: shows(resource) = resource
weft: debug: brief('ääää…) = 'ääää…
weft: debug: brief('short') = 'short'
weft: error: quiet
weft: info: numbers() = %s
