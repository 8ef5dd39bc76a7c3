--TEST--
include inside of try, catch, finally, loops and match
--INI--
weft.hook=include,eval
--FILE--
<?php
Weft\hook('include', fn() => print('<'), fn() => print('>'), fn() => print('!'));
function f($file) {
    foreach ([1, 2] as $n) {
        try {
            try {
                $value = match (include $file) { 'value' => 'matched', default => 'not' };
                if ($n == 2) {
                    return $value;
                }
            } finally {
                echo 'f', include __DIR__ . '/files/other.inc', ' ';
            }
        } catch (LogicException $error) {
            echo 'caught ', $n, ' ';
            continue;
        }
    }
    return 'end';
}
echo f(__DIR__ . '/files/value.inc'), "\n", f(__DIR__ . '/files/throws.inc'), "\n";
echo (include __DIR__ . '/files/value.inc') ? 'true' : 'false', ' ', (false ?: include __DIR__ . '/files/value.inc'), "\n";
?>
--EXPECT--
<>f<>other <>f<>other matched
<!f<>other caught 1 <!f<>other caught 2 end
<>true <>value
