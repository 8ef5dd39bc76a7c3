<?php

declare(strict_types=1);

namespace Bookshop\Sales;

use Bookshop\Database\Database;
use Bookshop\Database\MapsRows;

final class SqliteOrderRepository implements OrderRepository
{
    use MapsRows;

    public function __construct(private readonly Database $database)
    {
    }

    public function find(int $number): ?Order
    {
        return $this->rows(
            'SELECT o.id, o.placed, o.reference, sum(l.quantity * l.price) AS total, sum(l.quantity) AS books
             FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.id = ? GROUP BY o.id',
            [$number],
            Order::fromRow(...),
        )[0] ?? null;
    }

    public function nextNumber(): int
    {
        return 1 + (int) $this->rows('SELECT max(id) AS n FROM orders', [], static fn (array $row): int => $row['n'])[0];
    }

    public function place(int $number, array $lines, string $reference): void
    {
        $this->database->transaction(function (Database $database) use ($number, $lines, $reference): void {
            $database->run('INSERT INTO orders (id, placed, reference) VALUES (?, ?, ?)', [$number, date('Y-m-d H:i:s'), $reference]);
            foreach ($lines as $line) {
                $database->run(
                    'INSERT INTO order_lines (order_id, book_id, quantity, price) VALUES (?, ?, ?, ?)',
                    [$number, $line->book->id, $line->quantity, $line->book->price->cents],
                );
            }
        });
    }
}
