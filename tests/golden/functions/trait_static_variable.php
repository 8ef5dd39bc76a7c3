<?php

trait Counts
{
    private function next(): int
    {
        static $last = 0, $all = [1, 2];
        return $all[] = ++$last;
    }
}

class Tickets
{
    use Counts { next as public draw; }
}
