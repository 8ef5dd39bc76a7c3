--TEST--
Wrappers that are not there or cannot be read
--FILE--
<?php
require __DIR__ . '/bad.inc';
echo 'missing: ', bad(null);
echo 'misspelt: ', bad(null, '', 'obsreve');
echo 'in a folder that is missing: ', bad(null, '', 'vendor/bad');
echo 'a folder: ', bad(null, '', 'bad', 'mkdir');
// Reading at the beginning of a process' memory fails even for root.
echo 'unreadable: ', bad(null, '', 'bad', fn ($file) => symlink('/proc/self/mem', $file));
?>
--EXPECT--
missing: weft: app.toml:1: wrapper "bad": bad.php: found no such template, expected bad.php in . or one of observe, time, count, log, retry, memoize, query, pdo, http, redis, memcached
a woven b
misspelt: weft: app.toml:1: wrapper "obsreve": obsreve.php: found no such template, expected obsreve.php in . or one of observe, time, count, log, retry, memoize, query, pdo, http, redis, memcached
a woven b
in a folder that is missing: weft: app.toml:1: wrapper "vendor/bad": vendor/bad.php: found no such template, expected vendor/bad.php in . or one of observe, time, count, log, retry, memoize, query, pdo, http, redis, memcached
a woven b
a folder: weft: app.toml:1: wrapper "bad": bad.php: found no such template, expected bad.php in . or one of observe, time, count, log, retry, memoize, query, pdo, http, redis, memcached
a woven b
unreadable: weft: app.toml:1: wrapper "bad": bad.php: cannot be read: Input/output error (os error 5)
a woven b
