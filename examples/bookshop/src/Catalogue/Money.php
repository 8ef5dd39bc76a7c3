<?php

declare(strict_types=1);

namespace Bookshop\Catalogue;

/** An amount in euro cents: integers add up, floats do not. */
final readonly class Money implements \JsonSerializable, \Stringable
{
    public function __construct(public int $cents)
    {
    }

    public static function sum(self ...$amounts): self
    {
        return new self(array_sum(array_map(static fn (self $amount): int => $amount->cents, $amounts)));
    }

    public function times(int $quantity): self
    {
        return new self($this->cents * $quantity);
    }

    public function format(): string
    {
        return '€ ' . number_format($this->cents / 100, 2, '.', ' ');
    }

    public function __toString(): string
    {
        return $this->format();
    }

    public function jsonSerialize(): string
    {
        return number_format($this->cents / 100, 2, '.', '');
    }
}
