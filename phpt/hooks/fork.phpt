--TEST--
A forked child has hooks of its own, and leaves the callback in which it was made
--INI--
weft.hook=*
--EXTENSIONS--
pcntl
--FILE--
<?php
/* Each child says how it was; the parent waits for one after the other. */
function target() { return '|'; }
function child(callable $work): string {
    $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    if (!($pid = pcntl_fork())) {
        ob_start();
        $work();
        fwrite($pair[1], ob_get_clean());
        pcntl_exec('/bin/true');
    }
    fclose($pair[1]);
    $said = stream_get_contents($pair[0]);
    pcntl_waitpid($pid, $status);
    return $said;
}
$parent = getmypid();
$hook = Weft\hook('target', function () { echo '>'; }, function () { echo '<'; });
target();
echo "\n", child(function () use ($hook) {
    echo target(), $hook->stats()['calls'];
    $hook->remove();
    Weft\hook('target', function () { echo 'child'; });
    echo target(), count(Weft\hooks());
}), "\n";
echo target(), $hook->stats()['calls'], ' ', count(Weft\hooks()), "\n";
/* From inside a callback: the child is inside of it, too, and may leave it. */
Weft\unhook_all();
Weft\hook('target', function () use ($parent) {
    echo child(function () { echo 'guarded', target(); });
    if (getmypid() !== $parent) echo 'never';
});
echo target(), "\n";
Weft\unhook_all();
Weft\hook('target', function () { $GLOBALS['pid'] = pcntl_fork(); });
Weft\hook('target', function () { echo $GLOBALS['pid'] ? 'parent' : 'child'; }, function () { echo '.'; });
ob_start();
$result = target();
if (!$pid) { $said = ob_get_clean(); $before = Weft\hooks()[1]['calls']; file_put_contents(__FILE__ . '.txt', "$said$result $before"); pcntl_exec('/bin/true'); }
pcntl_waitpid($pid, $status);
ob_end_flush();
echo $result, "\n", file_get_contents(__FILE__ . '.txt'), "\n";
unlink(__FILE__ . '.txt');
?>
--EXPECT--
><
><|4child|1
><|4 1
guarded||
parent.|
child.| 2
