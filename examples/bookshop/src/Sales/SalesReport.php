<?php

declare(strict_types=1);

namespace Bookshop\Sales;

use Bookshop\Catalogue\Money;
use Bookshop\Database\Database;
use Bookshop\Database\MapsRows;

/** What every floor, room and shelf of the shop sold in a year, month by month. */
final class SalesReport
{
    use MapsRows;

    public function __construct(private readonly Database $database)
    {
    }

    /**
     * The slow query of the shop: two recursive expressions (the months of the year; each place with
     * all places in it), and a join that no index helps, because it asks for a part of a date.
     *
     * @return list<array{place: string, depth: int, months: list<Money>, total: Money}>
     */
    public function byPlace(int $year): array
    {
        $rows = $this->rows(
            "WITH RECURSIVE
               months(month) AS (SELECT 1 UNION ALL SELECT month + 1 FROM months WHERE month < 12),
               inside(place, shelf) AS (
                 SELECT id, id FROM places
                 UNION ALL
                 SELECT inside.place, places.id FROM inside JOIN places ON places.parent = inside.shelf),
               paths(id, path, depth) AS (
                 SELECT id, name, 0 FROM places WHERE parent IS NULL
                 UNION ALL
                 SELECT places.id, paths.path || ' › ' || places.name, depth + 1 FROM paths JOIN places ON places.parent = paths.id),
               sold(shelf, month, cents) AS (
                 SELECT b.place, CAST(strftime('%m', o.placed) AS INTEGER), sum(l.quantity * l.price)
                 FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN books b ON b.id = l.book_id
                 WHERE strftime('%Y', o.placed) = ? GROUP BY 1, 2)
             SELECT paths.path, paths.depth, months.month, coalesce(sum(sold.cents), 0) AS cents
             FROM paths
             JOIN inside ON inside.place = paths.id
             CROSS JOIN months
             LEFT JOIN sold ON sold.shelf = inside.shelf AND sold.month = months.month
             GROUP BY paths.id, months.month ORDER BY paths.path, months.month",
            [(string) $year],
            static fn (array $row): array => $row,
        );

        return array_map($this->line(...), array_chunk($rows, 12));
    }

    /**
     * @param  list<array<string, mixed>> $rows the twelve months of one place
     * @return array{place: string, depth: int, months: list<Money>, total: Money}
     */
    private function line(array $rows): array
    {
        $months = array_map(static fn (array $row): Money => new Money((int) $row['cents']), $rows);

        return ['place' => $rows[0]['path'], 'depth' => (int) $rows[0]['depth'], 'months' => $months, 'total' => Money::sum(...$months)];
    }
}
