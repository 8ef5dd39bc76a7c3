--TEST--
Generators without an end, destroyed while they wait
--FILE--
<?php
function recv() {
    while (true) {
        var_dump(yield);
    }
}
$receiver = recv();
var_dump($receiver->current());
$receiver->send(1);
var_dump($receiver->current());
$receiver->send(2);
var_dump($receiver->current());
$receiver->send(3);
unset($receiver);
function receives() {
    while (true) {
        echo yield, ' ';
    }
}
function counts(int $from) {
    for (;;) {
        yield $from++;
    }
}
class Naturals {
    public function __destruct() { echo "gone\n"; }
    public function all() {
        $i = 0;
        while (true) {
            try {
                yield $i++;
            } finally {
                echo 'left ';
            }
        }
    }
}
for ($n = 0; $n < 3; $n++) {
    $receives = receives();
    foreach (['a', 'b', 'c'] as $sent) {
        $receives->send($sent);
    }
    unset($receives);
    foreach (counts($n) as $i => $count) {
        echo $count, $i < 4 ? ' ' : "\n";
        if ($i === 4) {
            break;
        }
    }
}
foreach ((new Naturals)->all() as $i) {
    if ($i === 2) {
        break;
    }
}
unset($i);
echo "\n";
$last = receives();
$last->send('still there');
?>
--EXPECT--
NULL
int(1)
NULL
int(2)
NULL
int(3)
a b c 0 1 2 3 4
a b c 1 2 3 4 5
a b c 2 3 4 5 6
left left left gone

still there
