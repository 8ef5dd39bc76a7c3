--TEST--
PHP's notice about a returned expression that is no variable
--FILE--
<?php
set_error_handler(function ($level, $text, $file, $line) { echo "$level $text $line\n"; return true; });
function &literal() {
    return 5;
}
$five = &literal();
echo $five, "\n";
function &of_call($x = 'CALL') {
    if ($x) {
        return strtolower($x);
    }
    return literal();
}
$call = &of_call();
$through = &of_call(null);
echo $call, $through, "\n";
class A { private $p = 1; function &expression() { return $this->p + 1; } function &good() { return $this->p; } }
$a = new A;
$two = &$a->expression();
$p = &$a->good();
echo $two, $p, "\n";
?>
--EXPECT--
8 Only variable references should be returned by reference 4
5
8 Only variable references should be returned by reference 10
8 Only variable references should be returned by reference 4
call5
8 Only variable references should be returned by reference 17
21
