--TEST--
memoize leaves alone what must run: generators, references, exceptions; and keeps no more than it may
--INI--
weft.rules={PWD}/rules/memoize.toml
--FILE--
<?php
function generator(int $n) { yield $n; yield $n + 1; }
function adds(int &$sum): int { return ++$sum; }
function &reference(int $n): array { static $all = []; $all[] = $n; return $all; }
function throws(int $n): int { static $calls = 0; $calls++; if ($calls < 3) throw new Exception("call $calls"); return $calls; }
function limited(int $n): int { static $calls = 0; return ++$calls; }
function text(int $n): array { return ['n' => $n]; }
function fib(int $n): int { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
foreach ([1, 2] as $round) foreach (generator(5) as $value) echo $value, ' ';
$sum = 0;
adds($sum);
adds($sum);
echo "\n$sum\n";
$all = &reference(1);
$all = &reference(1);
echo count($all), "\n";
for ($i = 0; $i < 4; $i++) {
    try {
        echo throws(1), "\n";
    } catch (Exception $error) {
        echo $error->getMessage(), "\n";
    }
}
echo limited(1), limited(2), limited(1), limited(3), limited(1), limited(3), limited(1), "\n";
$changed = text(1);
$changed['n'] = 'changed';
echo text(1)['n'], "\n", fib(60), "\n";
?>
--EXPECT--
5 6 5 6 
2
2
call 1
call 2
3
3
1213434
1
1548008755920
