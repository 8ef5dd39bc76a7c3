<?php
// latency.php WORKLOAD PRELUDE|-: how long each of many small batches of calls took, in nanoseconds for one call.
require $argv[1];
if ($argv[2] !== '-') {
    require $argv[2];
}
bench(50_000);
$times = [];
for ($i = 0; $i < 20_000; $i++) {
    $start = hrtime(true);
    bench(20);
    $times[] = (hrtime(true) - $start) / 20;
}
echo json_encode(array_map(static fn (float $ns): float => round($ns, 1), $times));
