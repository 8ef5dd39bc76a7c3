<?php

declare(strict_types=1);

namespace Bookshop\Catalogue;

interface BookRepository
{
    public function find(int $id): ?Book;

    /**
     * @param  list<int>        $ids
     * @return array<int, Book> by id, in the order of $ids
     */
    public function findAll(array $ids): array;

    /** @return list<Book> */
    public function page(?Genre $genre, string $sort, int $page, int $size): array;

    public function count(?Genre $genre): int;

    /** @return list<Book> */
    public function bestsellers(int $limit): array;

    /** @return list<Book> bought together with this one */
    public function alsoBought(Book $book, int $limit): array;

    /** @return \Generator<int, Book> all of them, a few at a time */
    public function all(): \Generator;
}
