--TEST--
The table tells the state of opcache and the JIT in this process
--SKIPIF--
<?php if (!getenv('WEFT_TEST_ENGINE')) die('skip tests/phpt-run says which engine it is'); ?>
--FILE--
<?php
ob_start();
(new ReflectionExtension('weft'))->info();
$table = ob_get_clean();
$says = fn(string $row) => str_contains($table, "\n$row\n");
$opcache = str_contains($table, "\nopcache => on: ") ? 'on' : ($says('opcache => not loaded') || $says('opcache => loaded, off in cli') ? 'off' : 'missing');
$jit = $says('JIT => on') ? 'on' : ($says('JIT => off') ? 'off' : 'missing');
$expected = ['off' => ['off', 'off'], 'opcache' => ['on', 'off'], 'jit' => ['on', 'on']][getenv('WEFT_TEST_ENGINE')];
var_dump([$opcache, $jit] === $expected);
?>
--EXPECT--
bool(true)
