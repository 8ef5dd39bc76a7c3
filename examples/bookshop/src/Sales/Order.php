<?php

declare(strict_types=1);

namespace Bookshop\Sales;

use Bookshop\Catalogue\Money;

final readonly class Order
{
    public function __construct(public int $number, public \DateTimeImmutable $placed, public Money $total, public int $books, public string $reference)
    {
    }

    /** @param array<string, mixed> $row */
    public static function fromRow(array $row): self
    {
        return new self((int) $row['id'], new \DateTimeImmutable($row['placed']), new Money((int) $row['total']), (int) $row['books'], $row['reference']);
    }
}
