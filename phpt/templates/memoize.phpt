--TEST--
memoize runs the original once for each list of arguments
--INI--
weft.rules={PWD}/rules/memoize.toml
--FILE--
<?php
enum Suit { case Hearts; case Spades; }
function calls(mixed ...$arguments): int { static $calls = 0; return ++$calls; }
function same(string $what, mixed ...$arguments): void { echo calls(...$arguments) === calls(...$arguments) ? '' : "ran twice: $what\n"; }
same('nothing');
same('int', 1);
same('text', '1');
same('float', 1.0);
same('bool', true);
same('null', null);
same('two', 1, 2);
same('text and text', 'a', 'b');
same('one text', 'ab');
same('list', [1, 2, [3]]);
same('table', ['a' => 1, 5 => null]);
same('enum', Suit::Hearts);
same('other enum', Suit::Spades);
same('by name', ...['x' => 1]);
echo calls('a', 'b') . ' ' . calls('ab', '') . ' ' . calls('', 'ab') . "\n";
echo calls([1, 2]), ' ', calls([[1], 2]), ' ', calls([1, [2]]), ' ', calls(['a', 'b']), ' ', calls(['a' => 'b']), "\n";
echo "objects, resources and what is too long run each time:\n";
same('object', new stdClass);
same('closure', static fn () => 1);
same('resource', STDIN);
same('in an array', [[new stdClass]]);
same('long', str_repeat('x', 70_000));
$deep = [];
for ($i = 0; $i < 20; $i++) $deep = [$deep];
same('deep', $deep);
?>
--EXPECT--
ran twice: by name
8 16 17
18 19 20 21 22
objects, resources and what is too long run each time:
ran twice: object
ran twice: closure
ran twice: resource
ran twice: in an array
ran twice: long
ran twice: deep
