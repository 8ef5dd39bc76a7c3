--TEST--
A listener hears of each file that is compiled, and how many functions were woven in it
--INI--
weft.hook=woven
--FILE--
<?php
Weft\on('compile', function (array $file) {
    echo basename($file['file']), ' woven ', $file['woven'], $file['failed'] ? ' failed' : '', is_int($file['duration_ns']) ? '' : ' no time', "\n";
});
file_put_contents($one = __DIR__ . '/one.tmp', '<?php function woven() {} function other() {}');
file_put_contents($two = __DIR__ . '/two.tmp', '<?php function broken( {}');
include $one;
try { include $two; } catch (ParseError) { echo "ParseError\n"; }
include __DIR__ . '/files/value.inc';
@include 'not-there.inc';
?>
--CLEAN--
<?php array_map('unlink', glob(__DIR__ . '/*.tmp')); ?>
--EXPECT--
one.tmp woven 1
two.tmp woven 0 failed
ParseError
value.inc woven 0
not-there.inc woven 0 failed
