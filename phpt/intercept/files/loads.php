<?php
$told = fn(string $mark) => function (Weft\Call $call) use ($mark) { echo $mark, $call->function, ' '; };
$alpha = Weft\hook('ctype_alpha', $told('>'), $told('<'));
$digit = Weft\hook('ctype_digit', $told('>'), $told('<'));
$all = Weft\hook('ctype_u*', $told('>'), $told('<'));
echo $digit->stats()['state'], "\n";
var_dump(dl('ctype.so'));
echo $alpha->stats()['state'], ' ', $digit->stats()['state'], "\n";
$name = 'ctype_alpha';
var_dump($name('abc'), call_user_func('ctype_digit', '12'), array_map('ctype_upper', ['A', 'a']));
eval('var_dump(ctype_alpha("x1"), ctype_digit("1"));');
$digit->remove();
var_dump(call_user_func('ctype_digit', '12'));
