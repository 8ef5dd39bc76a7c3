<?php

declare(strict_types=1);

namespace Bookshop\Sales;

use Bookshop\Catalogue\Genre;
use Bookshop\Database\Database;
use Bookshop\Database\MapsRows;

/** How many of the books sold came back. */
final class ReturnsReport
{
    use MapsRows;

    public function __construct(private readonly Database $database)
    {
    }

    /** @return array<string, int> genre => per cent */
    public function byGenre(int $year): array
    {
        $rates = [];
        foreach (Genre::cases() as $genre) {
            [$sold, $returned] = $this->figures($genre, $year);
            $rates[$genre->label()] = $this->rate($sold, $returned);
        }

        return $rates;
    }

    /** The bug of the shop: a genre of which nothing was sold in the year divides by zero. */
    private function rate(int $sold, int $returned): int
    {
        return intdiv(100 * $returned, $sold);
    }

    /** @return array{int, int} */
    private function figures(Genre $genre, int $year): array
    {
        return $this->rows(
            "SELECT coalesce(sum(l.quantity), 0) AS sold, coalesce(sum(l.returned), 0) AS returned
             FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN books b ON b.id = l.book_id
             WHERE b.genre = ? AND strftime('%Y', o.placed) = ?",
            [$genre->value, (string) $year],
            static fn (array $row): array => [(int) $row['sold'], (int) $row['returned']],
        )[0];
    }
}
