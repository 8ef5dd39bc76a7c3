--TEST--
#[\Deprecated] is told once, with the caller's line
--SKIPIF--
<?php if (PHP_VERSION_ID < 80400) die('skip PHP 8.4'); ?>
--FILE--
<?php
#[\Deprecated('use other()', since: '2')]
function old($x) { return $x; }
class A {
    #[\Deprecated]
    static function old() { return 2; }
}
echo old(1), A::old(), "\n";
?>
--EXPECTF--

Deprecated: Function old() is deprecated since 2, use other() in %sattribute-deprecated.php on line 8
1
Deprecated: Method A::old() is deprecated in %sattribute-deprecated.php on line 8
2
