<?php

declare(strict_types=1);

namespace Bookshop\Catalogue;

/** The whole catalogue, a line at a time: never in memory at once. */
final class CsvExport
{
    public function __construct(private readonly BookRepository $books)
    {
    }

    /** @return \Generator<string> */
    public function lines(): \Generator
    {
        yield $this->line(['id', 'isbn', 'title', 'author', 'genre', 'year', 'price', 'stock']);
        foreach ($this->books->all() as $id => $book) {
            yield $this->line([$id, $book->isbn, $book->title, $book->author, $book->genre->value, $book->year, $book->price->jsonSerialize(), $book->stock]);
        }
    }

    /** @param list<string|int> $fields */
    private function line(array $fields): string
    {
        return implode(',', array_map(
            static fn (string|int $field): string => strpbrk((string) $field, ",\"\n") === false ? (string) $field : '"' . str_replace('"', '""', (string) $field) . '"',
            $fields,
        )) . "\r\n";
    }
}
