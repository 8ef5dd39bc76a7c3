--TEST--
What a callback throws, raises or ends stays in it, and it does not hear of its own files
--INI--
weft.hook=include,eval
--FILE--
<?php
Weft\hook('include', function () { throw new Exception('x'); });
Weft\hook('include', function () { exit; });
Weft\hook('include', function () { echo include __DIR__ . '/files/other.inc', ' '; });
echo include __DIR__ . '/files/value.inc', "\n";
echo json_encode(array_column(Weft\hooks(), 'failures')), "\n";
?>
--EXPECTF--
weft: the before callback for include threw Exception: x in %scontained.php:2
weft: the before callback for include called exit()
other value
[1,1,0]
