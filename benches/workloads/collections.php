<?php
// A run of the collector that finds one cycle.
function bench(int $n): void
{
    for ($i = 0; $i < $n; $i++) {
        $cycle = new stdClass;
        $cycle->self = $cycle;
        unset($cycle);
        gc_collect_cycles();
    }
}
