--TEST--
A callback learns where the file is loaded
--INI--
weft.hook=include,eval
--FILE--
<?php
$kept = [];
Weft\on('include', function (Weft\Call $call) use (&$kept) {
    $kept[] = $call;
    $origin = $call->origin();
    echo json_encode(['file' => basename($origin['file'])] + $origin), "\n";
});
include __DIR__ . '/files/value.inc';
class Loader {
    function load() {
        return include
            __DIR__ . '/files/nested.inc';
    }
}
(new Loader)->load();
(fn() => include __DIR__ . '/files/value.inc')();
var_dump($kept[0]->origin());
?>
--EXPECTF--
{"file":"origin.php","line":8,"class":null,"function":null}
{"file":"origin.php","line":12,"class":"Loader","function":"load"}
{"file":"nested.inc","line":1,"class":null,"function":null}
{"file":"origin.php","line":16,"class":null,"function":"{closure%S}"}
NULL
