<?php
/** What `$name` stands for. */
function greet(string $name, &...$rest): string
{
    switch ($name) {
        case '':
            return 'nobody';   // at all
    }
    $result = <<<TEXT
        $name
      TEXT;
    if ($rest) return "$result!";

    return $result;
}

class Door
{
    public function __construct(private readonly int $width = 1, protected ?Door $next = null)
    {
        $this->check();
    }

    final protected static function &all(): array { static $all = []; return $all; }

    private function check(): void
    {
        if ($this->width) {
            return;
        }
        throw new Exception;
    }

    function leave(): never { exit; }
}

$outer = 1;
$arrow = static fn(int $x): int => $x + $outer;
$closure = function () use (&$outer) { $outer++; };

function log2()
{
    yield 1;
    return 2;
}
