--TEST--
What is kept beside an object is there by its name, unseen by the object, and goes with it
--EXTENSIONS--
weft
--FILE--
<?php
class Ends { function __construct(public string $name) {} function __destruct() { echo "$this->name ends\n"; } }
$one = new Ends('one');
$two = new Ends('two');
Weft\keep($one, 'a', new Ends('kept'));
Weft\keep($one, '1', 'text');
Weft\keep($two, 'a', null);
var_dump(Weft\kept($one, 'a')->name, Weft\kept($one, 1), Weft\kept($two, 'a'), Weft\kept($two, 'b'), Weft\kept(clone $one, 'a'), count((array) $one));
Weft\keep($one, '1', [2]);
var_dump(Weft\kept($one, '1'));
$one = null;
for ($number = 0; $number < 64; $number++) {
    Weft\keep($two, "n$number", $number);
}
var_dump(Weft\kept($two, 'n0'), Weft\kept($two, 'n63'));
foreach ([['x', 'a'], [$two, []], [$two, new class { function __toString(): string { throw new LogicException('no text'); } }]] as $arguments) {
    try {
        Weft\kept(...$arguments);
    } catch (Throwable $error) {
        echo $error::class, ': ', $error->getMessage(), "\n";
    }
}
echo "end\n";
?>
--EXPECT--
one ends
string(4) "kept"
string(4) "text"
NULL
NULL
NULL
int(1)
array(1) {
  [0]=>
  int(2)
}
one ends
kept ends
NULL
int(63)
TypeError: Weft\kept(): Argument #1 ($object) must be of type object, string given
TypeError: Weft\kept(): Argument #2 ($name) must be of type string, array given
LogicException: no text
end
two ends
