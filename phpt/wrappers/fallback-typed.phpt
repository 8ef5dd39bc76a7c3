--TEST--
A typed function whose wrapper answers when it fails, in a hot loop
--INI--
weft.rules={PWD}/rules/fallback-int.toml
--FILE--
<?php
function sometimes(int $x): int { if ($x % 3 === 0) { throw new RuntimeException('three'); } return $x; }
function text(): string { throw new RuntimeException('text'); }
ob_start();
$sum = 0;
for ($i = 0; $i < 3000; $i++) { $sum += sometimes($i); }
ob_end_clean();
echo $sum, ' ', text(), "\n";
function other(): int { throw new LogicException('other'); }
try { other(); } catch (LogicException $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECT--
3007000 (text) 7
other
