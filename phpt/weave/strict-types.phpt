--TEST--
strict_types is that of the file
--FILE--
<?php
declare(strict_types=1);
function i(int $i): int { return $i; }
function f(float $f): float { return $f; }
function s(): string { return i(5) . ''; }
function wrong(): int { return "5"; }
echo i(1), f(2), s(), "\n";
foreach ([fn () => i('1'), fn () => wrong(), fn () => strlen(5), fn () => f('1.5')] as $try) {
    try {
        echo $try(), "\n";
    } catch (TypeError $e) {
        echo preg_replace('/, called.*/', '', $e->getMessage()), "\n";
    }
}
eval('function weak(int $x) { return $x; } echo weak("7"), "\n";');
try {
    weak('7');
} catch (TypeError $e) {
    echo "strict caller\n";
}
?>
--EXPECT--
125
i(): Argument #1 ($i) must be of type int, string given
wrong(): Return value must be of type int, string returned
strlen(): Argument #1 ($string) must be of type string, int given
f(): Argument #1 ($f) must be of type float, string given
7
strict caller
