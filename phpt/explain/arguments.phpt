--TEST--
explain() and explain_file() take one string and return an array
--FILE--
<?php
foreach ([fn() => Weft\explain(), fn() => Weft\explain([]), fn() => Weft\explain_file('a', 'b'), fn() => Weft\explain(''), fn() => Weft\explain('::'), fn() => Weft\explain('a::')] as $call) {
    try {
        echo $call()['reason'], "\n";
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
foreach (['explain', 'explain_file'] as $name) echo new ReflectionFunction("Weft\\$name");
?>
--EXPECT--
ArgumentCountError: Weft\explain() expects exactly 1 argument, 0 given
TypeError: Weft\explain(): Argument #1 ($target) must be of type string, array given
ArgumentCountError: Weft\explain_file() expects exactly 1 argument, 2 given
nothing of this name is declared in this request; there are no rules
nothing of this name is declared in this request; there are no rules
nothing of this name is declared in this request; there are no rules
Function [ <internal:weft> function Weft\explain ] {

  - Parameters [1] {
    Parameter #0 [ <required> string $target ]
  }
  - Return [ array ]
}
Function [ <internal:weft> function Weft\explain_file ] {

  - Parameters [1] {
    Parameter #0 [ <required> string $file ]
  }
  - Return [ array ]
}
