<?php
// Calls that the compiler replaces by instructions, or folds.
function bench(int $n): void
{
    $s = 'abc';
    $list = [1, 2, 3];
    for ($i = 0; $i < $n; $i++) {
        strlen($s);
        count($list);
        in_array($i, [1, 2, 3], true);
        str_repeat('-', 8);
        @call_user_func('is_int', $i);
    }
}
