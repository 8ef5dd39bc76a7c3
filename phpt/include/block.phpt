--TEST--
Weft\Block stops a file from being loaded, and is thrown where it was to be loaded
--INI--
weft.hook=include,eval
--FILE--
<?php
Weft\hook('include', function (Weft\Call $call) {
    if (str_contains($call->arguments[0], '://')) {
        throw new Weft\Block('not from there');
    }
});
function load($file) {
    try {
        return include $file;
    } catch (Weft\Block $block) {
        return $block->getMessage() . ', line ' . __LINE__;
    } finally {
        echo 'finally ';
    }
}
echo load('data://text/plain,<?php echo "loaded";'), "\n";
echo load(__DIR__ . '/files/value.inc'), "\n";
Weft\hook('include', after: function () { throw new Weft\Block('after'); });
echo load(__DIR__ . '/files/value.inc'), "\n";
?>
--EXPECT--
finally not from there, line 11
finally value
finally after, line 11
