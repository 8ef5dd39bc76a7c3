--TEST--
A before callback changes the arguments of an internal function: by position, by name, optional and variadic ones
--FILE--
<?php
[$abc, $a, $three, $old] = json_decode('["abc", "a", 3, ["old", "older"]]');   // not constants, which opcache folds
$change = function (string $function, callable $how) {
    Weft\unhook_all();
    Weft\hook($function, function (Weft\Call $call) use ($how) { $how($call); }, function (Weft\Call $call) { echo json_encode($call->arguments), ' '; });
};
$change('substr', fn($call) => $call->arguments[0] = 'xyz');              echo substr($abc, 1), "\n";
$change('substr', fn($call) => $call->arguments['string'] = 'xyz');       echo substr($abc, 1), "\n";
$change('substr', fn($call) => $call->arguments['length'] = 1);           echo substr($abc, 1), "\n";
$change('substr', fn($call) => $call->arguments[] = 1);                   echo substr($abc, 1), "\n";
$change('substr', fn($call) => $call->arguments[1] = '2');                echo substr($abc, 1), "\n";
$change('max', fn($call) => $call->arguments[] = 9);                      echo max(1, 2, $three), "\n";
$change('max', fn($call) => $call->arguments[1] = 5);                     echo max(1, 2, $three), "\n";
$change('str_repeat', fn($call) => $call->arguments = ['b', 2]);          echo str_repeat($a, 3), "\n";
function caller() { return func_get_args(); }
$change('array_slice', fn($call) => $call->arguments[0] = ['new']);       echo json_encode(array_slice($old, 0)), "\n";
?>
--EXPECT--
["xyz",1] yz
["xyz",1] yz
["abc",1,1] b
["abc",1,1] b
["abc",2] c
[1,2,3,9] 9
[1,5,3] 5
["b",2] bb
[["new"],0] ["new"]
