--TEST--
The table tells the state of opcache and the JIT in this process
--SKIPIF--
<?php if (!getenv('WEFT_TEST_ENGINE')) die('skip tests/phpt-run says which engine it is'); ?>
--FILE--
<?php
ob_start();
(new ReflectionExtension('weft'))->info();
$table = ob_get_clean();
$opcache = preg_match('/^opcache => on/m', $table) ? 'on' : (preg_match('/^opcache => (not loaded|loaded, off in cli)$/m', $table) ? 'off' : 'missing');
$jit = preg_match('/^JIT => (\w+)$/m', $table, $found) ? $found[1] : 'missing';
$expected = ['off' => ['off', 'off'], 'opcache' => ['on', 'off'], 'jit' => ['on', 'on']][getenv('WEFT_TEST_ENGINE')];
var_dump([$opcache, $jit] === $expected);
?>
--EXPECT--
bool(true)
