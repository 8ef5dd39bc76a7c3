<?php

namespace App\Model;

interface Named { public function name(): string; }

function named(string $name): Named
{
    return new class($name) implements Named {
        public function __construct(private string $name) {}
        public function name(): string { return $this->name; }
    };
}
