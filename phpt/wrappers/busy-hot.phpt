--TEST--
The same in a hot loop
--INI--
weft.rules={PWD}/rules/busy.toml
--FILE--
<?php
function inner(int $x): int { return $x + 1; }
function outer(array $list): int { $sum = 0; foreach ($list as $x) { $sum += inner($x); } return $sum; }
ob_start();
for ($i = 0; $i < 300; $i++) { $total = outer(range(1, 10)); }
$length = ob_get_length();
ob_end_clean();
echo $total, ' ', $length, "\n";
?>
--EXPECT--
65 148500
