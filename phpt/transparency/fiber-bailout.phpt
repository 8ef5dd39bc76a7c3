--TEST--
A fatal error inside a fiber inside woven functions ends the request, and only that
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip another allocator tells of the limit in other words'); ?>
--INI--
memory_limit=16M
--FILE--
<?php
register_shutdown_function(function () { echo "shut down\n"; });
function grow() { Fiber::suspend('first'); return str_repeat('x', 32 << 20); }
$fiber = new Fiber(function () { try { return strlen(grow()); } finally { echo "never\n"; } });
echo $fiber->start(), "\n";
function resume(Fiber $fiber) { return $fiber->resume(); }
resume($fiber);
?>
--EXPECTF--
first

Fatal error: Allowed memory size of 16777216 bytes exhausted (tried to allocate 33558528 bytes) in %sfiber-bailout.php on line 3%A
shut down
