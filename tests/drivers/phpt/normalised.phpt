--TEST--
Weft\without_values(): by system; Weft\asked() may be called from anywhere
--FILE--
<?php
echo Weft\without_values('mysql', 'SELECT "a" FROM t WHERE x = \'it\\\'s\' AND y IN (1, 2)'), "\n";
echo Weft\without_values('sqlite', 'SELECT "a" FROM "t" WHERE x = \'C:\\\' AND y = \'z\''), "\n";
echo Weft\without_values('sql', 'SELECT "a" FROM t WHERE x = \'it\\\'s\' AND y = \'secret\''), "\n";
echo Weft\without_values('http', 'https://me:pw@h.test/orders/17?key=1'), "\n";
echo Weft\without_values('redis', 'GET user:17'), "\n";
var_dump(Weft\without_values('mysql', ''), Weft\asked('mysql', 'SELECT 1', hrtime(true)));
try {
    Weft\without_values('mysql', null);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
SELECT ? FROM t WHERE x = ? AND y IN (?, …)
SELECT "a" FROM "t" WHERE x = ? AND y = ?
SELECT ? FROM t WHERE x = ?
https://h.test/orders/?
GET
string(0) ""
NULL
Weft\without_values(): Argument #2 ($what) must be of type string, null given
