--TEST--
A server's requests share one connection; a daemon that comes back is told what it missed
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
$probe = stream_socket_server('tcp://127.0.0.1:0');
$port = (int) substr(strrchr(stream_socket_get_name($probe, false), ':'), 1);
fclose($probe);
$server = $daemon->start(['-S', "127.0.0.1:$port", __DIR__ . '/page.inc'], 'time');
$ask = static function (string $path) use ($port, $daemon): string {
    for ($try = 0; $try < 500; $try++) {
        if (($answer = @file_get_contents("http://127.0.0.1:$port$path")) !== false) break;
        usleep(10_000);
    }
    while ($daemon->connections !== [] && $daemon->take(50_000));
    return $answer;
};
$say = static function (string $when) use ($daemon): void {
    while ($daemon->take(100_000));
    echo "$when:\n  ", implode("\n  ", $daemon->kinds()), "\n";
};
echo $ask('/first?secret=1'), $ask('/second');
$say('both requests');
[[$kind, $uri, $status]] = $daemon->all('Request');
echo "  $kind $uri $status\n";

$daemon->close();
echo $ask('/nobody'), $ask('/nobody');
$daemon->open();
$daemon->connections = [];
// Until the pause after the failure is over.
for ($try = 0; $try < 200 && !$daemon->connections; $try++) {
    $answer = $ask('/back');
    $daemon->take(20_000);
}
echo $answer;
$say('another daemon');
$calls = $daemon->calls()['page'];
echo '  ', $calls['calls'] === count($daemon->all('Request')) ? 'as many calls as requests' : 'not all', "\n";
$uris = array_column($daemon->all('Request'), 1);
echo '  ', count(array_keys($uris, '/nobody')), ' while nobody was there', "\n";
$server->stop();
?>
--EXPECTF--
page /first?secret=1
page /second
both requests:
  Hello Functions Calls Request Calls Request
  cli-server /first 200
page /nobody
page /nobody
page /back
another daemon:
  Hello Functions Calls Lost Request Request%S
  as many calls as requests
  2 while nobody was there
