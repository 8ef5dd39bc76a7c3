<?php
// worker.php WORKLOAD [PRELUDE]: reads numbers from its input, a line each; makes that many calls and
// answers with the nanoseconds that they took.
require $argv[1];
if (isset($argv[2])) {
    require $argv[2];
}
while (($line = fgets(STDIN)) !== false) {
    $n = (int) $line;
    $start = hrtime(true);
    bench($n);
    echo hrtime(true) - $start, "\n";
}
