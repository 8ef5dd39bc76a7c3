<?php
namespace App;

function report(int $id): ?string
{
    if ($id < 1) {
        return null;
    }
    return "report $id";
}

if (true) {
    function conditional() { return 1; }
}

interface Finds
{
    public function find(int $id);
}

trait Counts
{
    public function count() { static $n = 0; return ++$n; }
}

abstract class Repo implements Finds
{
    use Counts;

    public function __construct(private array $rows = []) {}
    abstract protected function load();
    public static function make(): static { return new static; }
    public function find(int $id) { return $this->rows[$id] ?? array_map(fn($x) => $x + $id, [1]); }
    public function byName(string $table) { $$table = 1; return get_defined_vars(); }
}

enum Suit: string
{
    case Hearts = 'h';
    public function label(): string { return ucfirst($this->name); }
}

$closure = function () { return [fn() => 1, fn() => 2]; };
return new class { public function m() {} };
