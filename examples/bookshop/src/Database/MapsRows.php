<?php

declare(strict_types=1);

namespace Bookshop\Database;

/** For classes with a $database that turn rows into objects. */
trait MapsRows
{
    /**
     * @template T
     * @param  list<string|int>        $values
     * @param  \Closure(array<string, mixed>): T $map
     * @return list<T>
     */
    private function rows(string $sql, array $values, \Closure $map): array
    {
        return array_map($map, $this->database->run($sql, $values)->fetchAll());
    }
}
