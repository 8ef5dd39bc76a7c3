--TEST--
What a listener raises, throws and ends stays in it, and it does not hear of its own
--FILE--
<?php
Weft\on('error', function () { echo "one\n"; echo $undefined; });
Weft\on('error', function () { throw new Exception('thrown'); });
Weft\on('error', function () { throw new Weft\Block('blocked'); });
Weft\on('error', function () { exit("ended\n"); });
Weft\on('error', fn() => print("last\n"));
function f() { $a = $no . 'x'; return $a; }
var_dump(f());
echo json_encode(array_column(Weft\hooks(), 'failures')), "\n";
?>
--EXPECTF--
one
weft: Warning in the before callback for error: Undefined variable $undefined in %serror_contained.php on line 2
weft: the before callback for error threw Exception: thrown in %serror_contained.php:3
weft: a Weft\Block of the listener for error is dropped: there is no call to stop
ended
weft: the before callback for error called exit()
last

Warning: Undefined variable $no in %serror_contained.php on line 7
string(1) "x"
[1,1,0,1,0]
