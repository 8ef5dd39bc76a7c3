--TEST--
Attributes of a signal are scalars, in their order; anything else is told as a text
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
echo $daemon->run(__DIR__ . '/values.inc', 'time')->output;
foreach ($daemon->all('Signal') as [$name, $attributes]) {
    echo strlen($name) > 50 ? strlen($name) : $name, "\n";
    foreach ($attributes as [$key, $value]) echo "  $key ", is_string($value) && strlen($value) > 50 ? strlen($value) : var_export($value, true), "\n";
}
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
Weft\signal(): Argument #1 ($name) must be of type string, array given
Weft\signal() expects at least 1 argument, 0 given
Weft\signal(): Argument #2 ($attributes) must be of type array, int given
order.paid
  number 7
  amount 12.5
  ok true
  none NULL
  text 'größer'
  bytes 'bytes:ff00'
  list '[1, 2, \'a\' => [true]]'
  object 'ArrayObject#1'
  3 'index'
plain
256
  many 8192
