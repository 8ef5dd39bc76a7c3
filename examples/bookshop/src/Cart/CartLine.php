<?php

declare(strict_types=1);

namespace Bookshop\Cart;

use Bookshop\Catalogue\Book;
use Bookshop\Catalogue\Money;

final readonly class CartLine
{
    public function __construct(public Book $book, public int $quantity)
    {
    }

    public function total(): Money
    {
        return $this->book->price->times($this->quantity);
    }
}
