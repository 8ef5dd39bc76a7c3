<?php
// counted.php WORKLOAD PRELUDE|- N: warms up until the JIT has made what it will make, then makes N calls.
require $argv[1];
if ($argv[2] !== '-') {
    require $argv[2];
}
for ($i = 0; $i < 10; $i++) {
    bench(1973);
}
bench((int) $argv[3]);
