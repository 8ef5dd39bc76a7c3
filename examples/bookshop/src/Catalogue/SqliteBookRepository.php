<?php

declare(strict_types=1);

namespace Bookshop\Catalogue;

use Bookshop\Database\Database;
use Bookshop\Database\MapsRows;

final class SqliteBookRepository implements BookRepository
{
    use MapsRows;

    private const SORTS = ['title' => 'title, id', 'price' => 'price, id', 'newest' => 'year DESC, id'];

    public function __construct(private readonly Database $database)
    {
    }

    public function find(int $id): ?Book
    {
        return $this->findAll([$id])[$id] ?? null;
    }

    public function findAll(array $ids): array
    {
        if ($ids === []) {
            return [];
        }
        $marks = implode(',', array_fill(0, count($ids), '?'));
        $found = [];
        foreach ($this->rows("SELECT * FROM books WHERE id IN ($marks)", $ids, Book::fromRow(...)) as $book) {
            $found[$book->id] = $book;
        }

        return array_filter(array_replace(array_fill_keys($ids, null), $found));
    }

    public function page(?Genre $genre, string $sort, int $page, int $size): array
    {
        $order = self::SORTS[$sort] ?? self::SORTS['title'];
        [$where, $values] = $this->restrict($genre);

        return $this->rows("SELECT * FROM books $where ORDER BY $order LIMIT ? OFFSET ?", [...$values, $size, ($page - 1) * $size], Book::fromRow(...));
    }

    public function count(?Genre $genre): int
    {
        [$where, $values] = $this->restrict($genre);

        return (int) $this->rows("SELECT count(*) AS n FROM books $where", $values, static fn (array $row): int => $row['n'])[0];
    }

    public function bestsellers(int $limit): array
    {
        return $this->rows(
            'SELECT b.* FROM books b JOIN order_lines l ON l.book_id = b.id
             GROUP BY b.id ORDER BY sum(l.quantity) DESC, b.id LIMIT ?',
            [$limit],
            Book::fromRow(...),
        );
    }

    public function alsoBought(Book $book, int $limit): array
    {
        return $this->rows(
            'SELECT b.* FROM order_lines mine
             JOIN order_lines other ON other.order_id = mine.order_id AND other.book_id <> mine.book_id
             JOIN books b ON b.id = other.book_id
             WHERE mine.book_id = ? GROUP BY b.id ORDER BY count(*) DESC, b.id LIMIT ?',
            [$book->id, $limit],
            Book::fromRow(...),
        );
    }

    public function all(): \Generator
    {
        for ($page = 1; $books = $this->page(null, 'title', $page, 50); $page++) {
            foreach ($books as $book) {
                yield $book->id => $book;
            }
        }
    }

    /** @return array{string, list<string>} */
    private function restrict(?Genre $genre): array
    {
        return $genre === null ? ['', []] : ['WHERE genre = ?', [$genre->value]];
    }
}
