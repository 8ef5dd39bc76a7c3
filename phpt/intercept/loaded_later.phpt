--TEST--
Functions of an extension that dl() loads: hooks that wait for them fire, and rules hold
--SKIPIF--
<?php
if (!is_file(ini_get('extension_dir') . '/ctype.so')) die('skip ctype is no file of its own here');
?>
--FILE--
<?php
require __DIR__ . '/../php.inc';
echo php(['-n', '-d', 'enable_dl=1', '-d', 'weft.hook=ctype_alpha', __DIR__ . '/files/loads.php']);
?>
--EXPECT--
waiting
bool(true)
woven woven
>ctype_alpha <ctype_alpha >ctype_digit <ctype_digit >ctype_upper <ctype_upper >ctype_upper <ctype_upper bool(true)
bool(true)
array(2) {
  [0]=>
  bool(true)
  [1]=>
  bool(false)
}
>ctype_alpha <ctype_alpha >ctype_digit <ctype_digit bool(false)
bool(true)
bool(true)
