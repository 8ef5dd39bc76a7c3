<?php

declare(strict_types=1);

namespace Bookshop\Database;

use Bookshop\Catalogue\Genre;

use function Bookshop\words;

/** Fills an empty shop: the same books and orders every time, on every machine. */
final class Seeder
{
    private const BOOKS = 400;
    private const ORDERS = 3000;
    public const YEAR = 2025;

    private const FIRST = ['Ada', 'Bruno', 'Chiara', 'David', 'Elif', 'Femi', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kaya', 'Lena', 'Marek', 'Nora', 'Omar', 'Petra', 'Quentin', 'Rosa', 'Sven', 'Tove'];
    private const LAST = ['Achterberg', 'Brandt', 'Castellanos', 'Dufresne', 'Eriksson', 'Fontane', 'Guerra', 'Hartmann', 'Ivanova', 'Jansen', 'Kowalski', 'Lindqvist', 'Moreau', 'Novak', 'Okafor', 'Pereira', 'Quist', 'Rossi', 'Santos', 'Takahashi'];
    private const ADJECTIVES = ['Silent', 'Crooked', 'Golden', 'Last', 'Hidden', 'Winter', 'Paper', 'Salted', 'Borrowed', 'Distant', 'Copper', 'Midnight', 'Wandering', 'Unfinished', 'Northern', 'Glass'];

    private const NOUNS = [
        'crime' => ['Witness', 'Alibi', 'Ledger', 'Harbour', 'Inspector', 'Poison'],
        'fantasy' => ['Dragon', 'Tower', 'Sorcerer', 'Crown', 'Forest', 'Loom'],
        'history' => ['Empire', 'Railway', 'Cathedral', 'Revolution', 'Merchant', 'Archive'],
        'poetry' => ['Swallow', 'Rain', 'Garden', 'Letters', 'Window', 'Tide'],
        'science' => ['Molecule', 'Orbit', 'Beetle', 'Theorem', 'Glacier', 'Neuron'],
        'travel' => ['Road', 'Island', 'Desert', 'Ferry', 'Border', 'Mountains'],
        'cookery' => ['Kitchen', 'Bread', 'Saffron', 'Orchard', 'Table', 'Soup'],
        'children' => ['Hedgehog', 'Balloon', 'Lighthouse', 'Umbrella', 'Moon', 'Bicycle'],
    ];

    private const ENDINGS = ['', '', '', ' of Antwerp', ' and the Sea', ' in the Attic', ' at Dawn', ': A Journey', ' Without a Name', ' for Beginners'];

    private readonly \Random\Randomizer $random;

    public function __construct(private readonly Database $database)
    {
        $this->random = new \Random\Randomizer(new \Random\Engine\Mt19937(8202));
    }

    public function run(): void
    {
        $this->database->script((string) file_get_contents(__DIR__ . '/schema.sql'));
        $this->database->transaction(function (): void {
            $shelves = $this->places();
            for ($id = 1; $id <= self::BOOKS; $id++) {
                $this->book($id, Genre::cases()[$id % count(Genre::cases())], $shelves);
            }
            for ($id = 1; $id <= self::ORDERS; $id++) {
                $this->order($id);
            }
        });
    }

    /** @return list<int> the shelves, which are the places without places in them */
    private function places(): array
    {
        $id = 0;
        $add = function (?int $parent, string $name) use (&$id): int {
            $this->database->run('INSERT INTO places VALUES (?, ' . ($parent ?? 'NULL') . ', ?)', [++$id, $name]);

            return $id;
        };
        $shelves = [];
        foreach (['Cellar', 'Ground floor', 'Upper floor'] as $floorName) {
            $floor = $add(null, $floorName);
            foreach (['East room', 'West room'] as $roomName) {
                $room = $add($floor, $roomName);
                foreach (['Shelf A', 'Shelf B', 'Shelf C'] as $shelfName) {
                    $shelves[] = $add($room, $shelfName);
                }
            }
        }

        return $shelves;
    }

    /** @param list<int> $shelves */
    private function book(int $id, Genre $genre, array $shelves): void
    {
        $noun = $this->pick(self::NOUNS[$genre->value]);
        $title = 'The ' . $this->pick(self::ADJECTIVES) . " $noun" . $this->pick(self::ENDINGS);
        $author = $this->pick(self::FIRST) . ' ' . $this->pick(self::LAST);
        $blurb = sprintf(
            'Shelved under %s: the %s, the %s and everything between them. “%s”, said one reader who finished it in a single %s.',
            $genre->value,
            mb_strtolower($noun),
            mb_strtolower($this->pick(self::NOUNS[$this->pick(Genre::cases())->value])),
            $this->pick(['Unforgettable', 'I laughed twice', 'Longer than it looks', 'My dog liked it', 'A quiet masterpiece']),
            $this->pick(['night', 'train journey', 'lunch break', 'winter', 'bath']),
        );
        $this->database->run('INSERT INTO books VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
            $id, $title, $author, $genre->value,
            $this->random->getInt(1950, self::YEAR), $this->random->getInt(5, 40) * 100 - 10, $this->random->getInt(0, 30),
            $this->isbn($id), $blurb, $this->pick($shelves),
        ]);
        $this->index($id, [$title => 5, $author => 4, $blurb => 1]);
    }

    /** @param array<string, int> $texts text => weight */
    private function index(int $id, array $texts): void
    {
        $weights = [];
        foreach ($texts as $text => $weight) {
            foreach (words($text) as $word) {
                $weights[$word] = ($weights[$word] ?? 0) + $weight;
            }
        }
        foreach ($weights as $word => $weight) {
            $this->database->run('INSERT INTO search_index VALUES (?, ?, ?)', [(string) $word, $id, $weight]);
        }
    }

    private function order(int $id): void
    {
        $placed = (new \DateTimeImmutable(self::YEAR . '-01-01'))->modify('+' . $this->random->getInt(0, 364) . ' days');
        $this->database->run('INSERT INTO orders VALUES (?, ?, ?)', [$id, $placed->format('Y-m-d 12:00:00'), sprintf('SEED%08d', $id)]);
        $lines = [];
        for ($n = $this->random->getInt(1, 4); $n > 0; $n--) {
            // The product of two draws: a few books sell a lot. Nobody buys poetry, which the returns report never expected.
            $book = 1 + intdiv($this->random->getInt(0, 19) * $this->random->getInt(0, 19) * self::BOOKS, 400);
            if (Genre::cases()[$book % count(Genre::cases())] !== Genre::Poetry) {
                $lines[$book] = $this->random->getInt(1, 3);
            }
        }
        foreach ($lines ?: [1 => 1] as $book => $quantity) {
            $this->database->run(
                'INSERT INTO order_lines SELECT ?, id, ?, price, ? FROM books WHERE id = ?',
                [$id, $quantity, $this->random->getInt(0, 19) === 0 ? 1 : 0, $book],
            );
        }
    }

    private function isbn(int $id): string
    {
        $digits = '97890' . str_pad((string) $id, 7, '0', STR_PAD_LEFT);
        $sum = 0;
        foreach (str_split($digits) as $i => $digit) {
            $sum += (int) $digit * ($i % 2 === 0 ? 1 : 3);
        }

        return $digits . (10 - $sum % 10) % 10;
    }

    /**
     * @template T
     * @param  non-empty-list<T> $from
     * @return T
     */
    private function pick(array $from): mixed
    {
        return $from[$this->random->getInt(0, count($from) - 1)];
    }
}
