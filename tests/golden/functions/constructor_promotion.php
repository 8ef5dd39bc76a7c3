<?php

abstract class Shape
{
    public function __construct(
        protected readonly string $name,
        private ?Shape $inside = null,
        float $scale = 1.0,
    ) {
        $this->resize($scale);
    }

    abstract protected function resize(float $scale): void;
}

class Point
{
    public function __construct(public int $x = 0, public int $y = PHP_INT_MAX) {}
}
