--TEST--
A changed result must fit the declared type
--INI--
weft.rules={PWD}/rules/text.toml
--FILE--
<?php
function any() { return 1; }
function text(): string { return 'x'; }
function number(): int { return 1; }
function nullable(): ?int { return 1; }
function union(): int|array { return 1; }
function nothing(): void {}
function never_returns(): never { exit; }
function object(): stdClass { return new stdClass; }
class A { function self(): static { return $this; } function m(): iterable { return []; } function __toString(): string { return 's'; } }
foreach (['any', 'text', 'number', 'nullable', 'union', 'nothing', 'object', [new A, 'self'], [new A, 'm'], [new A, '__toString']] as $f) {
    try {
        var_dump($f());
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
string(4) "text"
string(4) "text"
number(): Return value must be of type int, string returned
nullable(): Return value must be of type ?int, string returned
union(): Return value must be of type array|int, string returned
NULL
object(): Return value must be of type stdClass, string returned
A::self(): Return value must be of type A, string returned
A::m(): Return value must be of type Traversable|array, string returned
string(4) "text"
