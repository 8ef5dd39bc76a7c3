--TEST--
Without strict_types scalars are converted, also results
--INI--
error_reporting=8191
--FILE--
<?php
function i(): int { return '5'; }
function s(): string { return 12; }
function f(): float { return 3; }
function b(): bool { return 'yes'; }
function n(): ?int { return null; }
function u(): int|string { return 5.0; }
class A { function m(): string { return new class { function __toString() { return 'string'; } }; } static function s(): float { return '1.5'; } }
var_dump(i(), s(), f(), b(), n(), u(), (new A)->m(), A::s(), (fn (): int => '42')());
foreach (['i2' => fn (): int => 'five', 'i3' => fn (): int => 5.5, 'i4' => fn (): int => null, 's' => fn (): string => []] as $k => $f) {
    try {
        var_dump($f());
    } catch (TypeError $e) {
        echo $k, ' ', $e->getMessage(), "\n";
    }
}
?>
--EXPECTF--
int(5)
string(2) "12"
float(3)
bool(true)
NULL
int(5)
string(6) "string"
float(1.5)
int(42)
i2 {closure%r(:.+strict-types-off\.php:10)?%r}(): Return value must be of type int, string returned
int(5)
i4 {closure%r(:.+strict-types-off\.php:10)?%r}(): Return value must be of type int, null returned
s {closure%r(:.+strict-types-off\.php:10)?%r}(): Return value must be of type string, array returned
