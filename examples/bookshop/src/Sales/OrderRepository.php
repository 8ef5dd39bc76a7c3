<?php

declare(strict_types=1);

namespace Bookshop\Sales;

use Bookshop\Cart\CartLine;

interface OrderRepository
{
    public function find(int $number): ?Order;

    /** The number that the next order gets. */
    public function nextNumber(): int;

    /** @param list<CartLine> $lines */
    public function place(int $number, array $lines, string $reference): void;
}
