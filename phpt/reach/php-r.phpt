--TEST--
`php -r`, standard input and prepended files
--FILE--
<?php
require __DIR__ . '/../php.inc';
$woven = [];
foreach (['weft.rules', 'weft.wrappers_path', 'weft.join'] as $name) {
    array_push($woven, '-d', "$name=" . ini_get($name));
}
echo php([...$woven, '-r', 'function r() { return "from -r\n"; } echo r(); (fn () => 1)();']), "\n";
echo php($woven, [], '<?php function from_stdin() { return "from standard input\n"; } echo from_stdin();');
$prepended = __DIR__ . '/prepended.inc';
$script = __DIR__ . '/script.inc';
file_put_contents($prepended, '<?php function prepended() { return "prepended\n"; } echo prepended();');
file_put_contents($script, '<?php function script() { return prepended(); } echo script();');
echo php([...$woven, '-d', "auto_prepend_file=$prepended", $script]);
echo php([...$woven, '-d', "auto_append_file=$script", '-d', "auto_prepend_file=$prepended", '-r', 'echo "nothing\n";']);
echo php([...$woven, '-B', 'function begin() { echo "begin "; }', '-R', 'begin(); echo strtoupper($argn), "\n";'], [], "line one\nline two\n");
unlink($prepended);
unlink($script);
?>
--EXPECTF--
[php] [r] from -r
[{closure%r[^\]]*%r}] 
[php] [from_stdin] from standard input
[php] [prepended] prepended
[script] [prepended] prepended
[php] nothing
[php] [begin] begin LINE ONE
[begin] begin LINE TWO
