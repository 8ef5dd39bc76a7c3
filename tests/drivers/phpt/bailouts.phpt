--TEST--
mysqlnd: a memory limit, a fatal error, exit and the time limit inside of an operation end the request, and nothing else
--INI--
weft.hook=mysqlnd::*
display_errors=0
log_errors=0
memory_limit=16M
--FILE--
<?php
require __DIR__ . '/mysql.inc';
if (!isset($argv[1])) {
    foreach (['handler-exit', 'handler-throw', 'handler-memory', 'hook-exit', 'hook-memory', 'time'] as $case) {
        $command = [PHP_BINARY, ...explode(' ', getenv('WEFT_TEST_ARGUMENTS')), '-d', 'memory_limit=16M', __FILE__, $case];
        $run = proc_open($command, [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);
        echo $case, ': ', stream_get_contents($pipes[1]), stream_get_contents($pipes[2]);
        echo ' ', proc_close($run), "\n";
    }
    exit;
}
register_shutdown_function(function () {
    $db = connect();
    echo ' then ', $db->query('SELECT 1 + 1')->fetch_row()[0];
});
$db = connect();
$kill = fn() => new mysqli('no-such-host.invalid', 'root');
$fill = function () { for ($all = [];;) { $all[] = str_repeat('x', 100000); } };
switch ($argv[1]) {
    case 'handler-exit':
        set_error_handler(function () { echo 'leaving'; exit(3); });
        $kill();
        break;
    case 'handler-throw':
        set_error_handler(fn($level, $message) => throw new ErrorException('thrown'));
        try {
            $kill();
        } catch (ErrorException $e) {
            echo $e->getMessage();
        }
        restore_error_handler();
        break;
    case 'handler-memory':
        set_error_handler($fill);
        $kill();
        break;
    case 'hook-exit':
        Weft\hook('mysqlnd::query', before: function () { exit(4); });
        echo $db->query('SELECT 7')->fetch_row()[0];
        break;
    case 'hook-memory':
        Weft\hook('mysqlnd::query', before: $fill);
        echo $db->query('SELECT 7')->fetch_row()[0];
        break;
    case 'time':
        set_time_limit(1);
        Weft\hook('mysqlnd::query', before: function () { for (;;); });
        $db->query('SELECT 7');
        break;
}
?>
--EXPECTF--
handler-exit: leaving then 2 3
handler-throw: thrown then 2 0
handler-memory: %Athen 2%A255
hook-exit: 7 then 2%A0
hook-memory: %A then %A
time: %A then %A
