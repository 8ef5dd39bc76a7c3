--TEST--
weft run --profile draws a flame graph, and weft run --trace prints the tree of calls
--SKIPIF--
<?php if (!getenv('WEFT_TEST_BIN')) die('skip the program weft is not built'); ?>
--FILE--
<?php
file_put_contents($script = __DIR__ . '/run.tmp.php', '<?php
class Work { static function busy() { $end = hrtime(true) + 3e8; while (hrtime(true) < $end) { strrev("abc"); } } }
function once($x) { return strrev($x); }
if (isset($argv[1])) { echo once("abc"), "\n"; } else { Work::busy(); }
');
$weft = fn(string $options, string $arguments) => shell_exec(getenv('WEFT_TEST_BIN') . " run --extension " . getenv('WEFT_TEST_SO') . " $options -- "
    . escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg($script) . " $arguments 2>&1");
echo preg_replace('~[\d,]+ samples? in .*/~', 'samples in ', $weft('--profile-ms 1 --profile ' . __DIR__ . '/run.tmp.svg', ''));
$svg = file_get_contents(__DIR__ . '/run.tmp.svg');
var_dump(str_contains($svg, '</svg>'), str_contains($svg, 'Work::busy ('));
echo preg_replace(['~<[\d.]+ (µs|ms|s)>~', '~/\S*/~'], ['<time>', ''], $weft('--trace', 'x'));
passthru(getenv('WEFT_TEST_BIN') . ' run --profile /no/such/folder/out.svg -- true 2>&1', $status);
var_dump($status);
?>
--CLEAN--
<?php array_map('unlink', glob(__DIR__ . '/run.tmp.*')); ?>
--EXPECT--
weft: samples in run.tmp.svg
bool(true)
bool(true)
include run.tmp.php
  once('abc')
    strrev('abc') = 'cba' <time>
  = 'cba' <time>
cba
= <time>
weft: cannot write /no/such/folder/out.svg: No such file or directory (os error 2)
int(125)
