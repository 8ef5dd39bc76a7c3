--TEST--
Variadic parameters: by value, by reference, with names
--FILE--
<?php
function collect($first, ...$rest) { return $first . json_encode($rest); }
echo collect(1), collect(1, 2, 3), collect(...[1, 2]), collect(...['first' => 1, 'x' => 2]), "\n";
function named(...$all) { return json_encode($all); }
echo named(), named(1, 2), named(a: 1, b: 2), named(1, c: 3), named(...[1, 2], ...['k' => 'v']), "\n";
function &raise(int $by, int &...$numbers) { foreach ($numbers as &$n) { $n += $by; } return $numbers; }
$a = 1; $b = 2; $c = 3;
raise(10, $a, $b);
raise(100, ...[&$c]);
echo "$a $b $c\n";
class A {
    function __construct(public array $all = [], ...$more) { $this->all[] = $more; }
    static function make(...$args) { return new static(...$args); }
    function typed(string ...$s) { return implode('-', $s); }
}
echo json_encode(A::make([1], 2, three: 3)->all), ' ', (new A)->typed('x', 'y'), "\n";
try {
    (new A)->typed('x', []);
} catch (TypeError $e) {
    echo preg_replace('/, called.*/', '', $e->getMessage()), "\n";
}
$f = function ($x, &...$refs) { $refs[0] = $x; return count($refs); };
echo $f('set', $target), $target, "\n";
?>
--EXPECT--
1[]1[2,3]1[2]1{"x":2}
[][1,2]{"a":1,"b":2}{"0":1,"c":3}{"0":1,"1":2,"k":"v"}
11 12 103
[1,{"0":2,"three":3}] x-y
A::typed(): Argument #2 must be of type string, array given
1set
