--TEST--
A hook comes before its file is loaded, and another process puts the file back into opcache's memory meanwhile
--INI--
opcache.file_update_protection=0
opcache.validate_timestamps=0
--EXTENSIONS--
pcntl
posix
--SKIPIF--
<?php
if (getenv('WEFT_TEST_ENGINE') === 'off') die('skip needs opcache');
?>
--FILE--
<?php
/* A file that takes a while to compile, and longer to weave. The child knows of no hook. When the parent has taken the
 * file out of the cache and compiles it, the child stops the parent, puts its own, which is not woven, into the cache,
 * and lets the parent go on: opcache then prefers what is there. */
class Base {}
$file = __DIR__ . '/another_worker.inc';
$text = "<?php\nclass Early extends Base { static function in_class() { return 1; } }\nclass Plain { function in_class() { return 2; } }\n";
for ($i = 0; $i < 4000; $i++) $text .= "function weft_test_$i(\$a) { return \$a === 0 ? [\$a, 'one', 'two'] : ['other' => \$a]; }\n";
file_put_contents($file, "$text return 'loaded';");

function child(callable $work) {
    if ($pid = pcntl_fork()) return $pid;
    $work();
    pcntl_exec('/bin/true');
}
function wait_for($pid) { pcntl_waitpid($pid, $status); }

/* It is in the cache, without a wrapper. */
wait_for(child(function () use ($file) { include $file; }));
var_dump(opcache_is_script_cached($file));
$parent = getmypid();
$other = child(function () use ($file, $parent) {
    $end = microtime(true) + 20;
    while (opcache_is_script_cached($file) && microtime(true) < $end);
    posix_kill($parent, SIGSTOP);
    include $file;
    posix_kill($parent, SIGCONT);
});
$fired = 0;
$hook = Weft\hook('weft_test_*', function () use (&$fired) { $fired++; });
$methods = Weft\hook('Early::in_class', function () use (&$fired) { $fired += 100000; });
echo include $file, "\n";
wait_for($other);
for ($i = 0; $i < 4000; $i++) "weft_test_$i"(1);
Early::in_class();
echo $fired, ' ', $hook->stats()['state'], ' ', $methods->stats()['state'], ' ', (new Plain)->in_class(), ' ', get_parent_class('Early'), "\n";
?>
--CLEAN--
<?php @unlink(__DIR__ . '/another_worker.inc'); ?>
--EXPECT--
bool(true)
loaded
104000 woven woven 2 Base
