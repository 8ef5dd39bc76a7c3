--TEST--
sample: drawn once for each request
--SKIPIF--
<?php
if (getenv('USE_ZEND_ALLOC') === '0') {
    die('skip slow under valgrind');
}
?>
--FILE--
<?php
require __DIR__ . '/woven.inc';
$seen = [];
for ($i = 0; $i < 40; $i++) {
    $answer = trim(woven("[[rule]]\ntarget = '*'\nwrapper = 'other'\nsample = 0.5", 'function a() {} function b() {} a(); b(); a(); b();'));
    $seen[$answer] = ($seen[$answer] ?? 0) + 1;
}
ksort($seen);
// One in a million runs falls outside of this.
echo implode("\n", array_keys($seen)), "\n", min($seen) >= 5 ? 'about half' : json_encode($seen), "\n";
?>
--EXPECT--
<other a> <other b> <other a> <other b>
about half
