<?php

declare(strict_types=1);

namespace Bookshop\Cart;

use Bookshop\Catalogue\Book;
use Bookshop\Catalogue\BookRepository;
use Bookshop\Catalogue\Money;
use Bookshop\Http\Session;

/** What a visitor is about to buy; kept in the session as id => quantity. */
final class Cart implements \Countable
{
    private const MOST_OF_ONE = 9;

    public function __construct(private readonly Session $session, private readonly BookRepository $books)
    {
    }

    public function add(Book $book, int $quantity): void
    {
        $quantities = $this->quantities();
        $quantities[$book->id] = min(($quantities[$book->id] ?? 0) + $quantity, $book->stock, self::MOST_OF_ONE);
        $this->session->set('cart', array_filter($quantities));
    }

    public function remove(int $id): void
    {
        $this->session->set('cart', array_diff_key($this->quantities(), [$id => true]));
    }

    public function clear(): void
    {
        $this->session->set('cart', []);
    }

    /** @return list<CartLine> */
    public function lines(): array
    {
        $quantities = $this->quantities();

        return array_values(array_map(
            static fn (Book $book): CartLine => new CartLine($book, $quantities[$book->id]),
            $this->books->findAll(array_keys($quantities)),
        ));
    }

    public function total(): Money
    {
        return Money::sum(...array_map(static fn (CartLine $line): Money => $line->total(), $this->lines()));
    }

    public function count(): int
    {
        return array_sum($this->quantities());
    }

    /** @return array<int, int> */
    private function quantities(): array
    {
        return $this->session->get('cart', []);
    }
}
