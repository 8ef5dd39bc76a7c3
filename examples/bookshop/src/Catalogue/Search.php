<?php

declare(strict_types=1);

namespace Bookshop\Catalogue;

use Bookshop\Database\Database;
use Bookshop\Database\MapsRows;

use function Bookshop\words;

/** Full-text search over an index of word stems; titles weigh more than blurbs. */
final class Search
{
    use MapsRows;

    public function __construct(private readonly Database $database, private readonly BookRepository $books)
    {
    }

    /** @return array<int, Book> the best first */
    public function find(string $query, int $limit = 24): array
    {
        $scores = [];
        foreach (array_unique(words($query)) as $word) {
            foreach ($this->occurrences($word) as $id => $weight) {
                $scores[$id] = ($scores[$id] ?? 0) + $weight;
            }
        }
        uksort($scores, static fn (int $a, int $b): int => [$scores[$b], $a] <=> [$scores[$a], $b]);

        return $this->books->findAll(array_slice(array_keys($scores), 0, $limit));
    }

    /** A query of words that we do have, when one was misspelt. */
    public function suggest(string $query): ?string
    {
        $known = $this->rows('SELECT DISTINCT word FROM search_index ORDER BY word', [], static fn (array $row): string => $row['word']);
        $changed = false;
        $words = array_map(function (string $word) use ($known, &$changed): string {
            if (in_array($word, $known, true)) {
                return $word;
            }
            $changed = true;

            return $this->nearest($word, $known);
        }, words($query));

        return $changed ? implode(' ', $words) : null;
    }

    /** @return array<int, int> book id => weight; rare words weigh more */
    private function occurrences(string $word): array
    {
        $weights = [];
        foreach ($this->rows('SELECT book_id, weight FROM search_index WHERE word = ?', [$word], static fn (array $row): array => $row) as $row) {
            $weights[(int) $row['book_id']] = (int) $row['weight'];
        }
        $rarity = 1000 / (10 + count($weights));

        return array_map(static fn (int $weight): int => (int) ($weight * $rarity), $weights);
    }

    /** @param list<string> $known */
    private function nearest(string $word, array $known): string
    {
        $best = $word;
        $least = [4, 0];
        foreach ($known as $candidate) {
            $distance = [levenshtein($word, $candidate), -similar_text($word, $candidate)];
            if ($distance < $least) {
                [$best, $least] = [$candidate, $distance];
            }
        }

        return $best;
    }
}
