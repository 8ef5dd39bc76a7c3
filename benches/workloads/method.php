<?php
// Method calls: the class is known, the method is found through the run-time cache.
final class Counter
{
    private int $value = 0;

    public function add(int $amount): int
    {
        return $this->value += $amount;
    }
}

function bench(int $n): void
{
    $counter = new Counter();
    for ($i = 0; $i < $n; $i++) {
        $counter->add($i);
    }
}
