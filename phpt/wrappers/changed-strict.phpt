--TEST--
With strict_types a changed result is not converted
--INI--
weft.rules={PWD}/rules/number.toml
--FILE--
<?php
declare(strict_types=1);
function number(): int { return 1; }
function text(): string { return 'x'; }
try {
    number();
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
echo text(), "\n";
?>
--EXPECT--
number(): Return value must be of type int, string returned
12
