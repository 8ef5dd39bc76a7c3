--TEST--
A changed result is converted where PHP would convert it
--INI--
weft.rules={PWD}/rules/number.toml
--FILE--
<?php
function number(): int { return 1; }
function ratio(): float { return 1; }
function flag(): bool { return false; }
function union(): int|float { return 1; }
class A { private ?int $n = null; function set(): self { $this->n = number(); return $this; } }
var_dump(number(), ratio(), flag(), union());
function hot(): int { static $n = 0; return $n++; }
$sum = 0;
for ($i = 0; $i < 20000; $i++) { $sum += hot(); }
var_dump($sum);
?>
--EXPECT--
int(12)
float(12)
bool(true)
int(12)
int(240000)
