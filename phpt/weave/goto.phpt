--TEST--
goto forwards, backwards and out of loops
--FILE--
<?php
function f($n) {
    $i = 0;
    start:
    if ($i >= $n) { goto end; }
    foreach ([1, 2, 3] as $x) {
        foreach ([1, 2, 3] as $y) {
            if ($x * $y == 4) { goto next; }
            echo $x * $y, ' ';
        }
    }
    next:
    $i++;
    goto start;
    end:
    return "rounds $i";
    unreachable:
    return 'never';
}
echo f(2), "\n", f(0), "\n";
$g = function ($x) { if ($x) goto yes; return 'no'; yes: return 'yes'; };
echo $g(true), $g(false), "\n";
?>
--EXPECT--
1 2 3 2 1 2 3 2 rounds 2
rounds 0
yesno
