<?php

declare(strict_types=1);

namespace Bookshop\Catalogue;

final readonly class Book implements \JsonSerializable
{
    public function __construct(
        public int $id,
        public string $title,
        public string $author,
        public Genre $genre,
        public int $year,
        public Money $price,
        public int $stock,
        public string $isbn,
        public string $blurb,
    ) {
    }

    /** @param array<string, mixed> $row */
    public static function fromRow(array $row): self
    {
        return new self(
            (int) $row['id'],
            $row['title'],
            $row['author'],
            Genre::from($row['genre']),
            (int) $row['year'],
            new Money((int) $row['price']),
            (int) $row['stock'],
            $row['isbn'],
            $row['blurb'],
        );
    }

    public function inStock(): bool
    {
        return $this->stock > 0;
    }

    public function url(): string
    {
        return "/books/$this->id";
    }

    /** @return array<string, mixed> */
    public function jsonSerialize(): array
    {
        return ['url' => $this->url(), 'genre' => $this->genre->value] + get_object_vars($this);
    }
}
