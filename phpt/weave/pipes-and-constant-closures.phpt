--TEST--
Pipes, and closures in constant expressions
--SKIPIF--
<?php if (PHP_VERSION_ID < 80500) die('skip they came with PHP 8.5'); ?>
--FILE--
<?php
#[Attribute] class Check { public function __construct(public Closure $check) {} }
class Form {
    const EVEN = static function (int $n): bool { return $n % 2 === 0; };
    #[Check(static function (string $s): bool { return $s !== ''; })] public string $name = '';
    public function each(array $of, Closure $map = static function ($x) { return $x * 10; }) { return array_map($map, $of); }
}
function half(int $n): int { return intdiv($n, 2); }
#[NoDiscard] function needed(): int { return 1; }
echo 84 |> half(...) |> (fn($n) => $n + 1) |> 'dechex' |> strtoupper(...), "\n";
var_dump((Form::EVEN)(3), array_sum((new Form)->each([1, 2])));
$check = (new ReflectionProperty(Form::class, 'name'))->getAttributes()[0]->newInstance()->check;
var_dump($check(''), $check('x'));
(void) needed();
try { 'x' |> half(...); } catch (TypeError $error) { echo preg_replace('/, called.*/', '', $error->getMessage()), "\n"; }
?>
--EXPECT--
2B
bool(false)
int(30)
bool(false)
bool(true)
half(): Argument #1 ($n) must be of type int, string given
