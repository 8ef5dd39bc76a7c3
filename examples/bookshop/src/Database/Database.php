<?php

declare(strict_types=1);

namespace Bookshop\Database;

/** The connection; makes and fills the file when there is none. */
final class Database
{
    private function __construct(private readonly \PDO $pdo)
    {
    }

    public static function open(string $file): self
    {
        // Filled under another name first: whoever looks meanwhile sees no half-filled shop.
        if (!is_file($file)) {
            if (!is_dir(dirname($file))) {
                mkdir(dirname($file), recursive: true);
            }
            $draft = "$file." . getmypid();
            (new Seeder(self::connect($draft)))->run();
            rename($draft, $file);
        }

        return self::connect($file);
    }

    private static function connect(string $file): self
    {
        $database = new self(new \PDO("sqlite:$file", options: [\PDO::ATTR_DEFAULT_FETCH_MODE => \PDO::FETCH_ASSOC]));
        // An invented order may be lost in a power cut; waiting for the disk would drown all other times.
        $database->pdo->exec('PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF');

        return $database;
    }

    /** @param list<string|int> $values */
    public function run(string $sql, array $values = []): \PDOStatement
    {
        $statement = $this->pdo->prepare($sql);
        foreach ($values as $i => $value) {
            $statement->bindValue($i + 1, $value, is_int($value) ? \PDO::PARAM_INT : \PDO::PARAM_STR);
        }
        $statement->execute();

        return $statement;
    }

    public function script(string $sql): void
    {
        $this->pdo->exec($sql);
    }

    /** @param \Closure(self): void $work */
    public function transaction(\Closure $work): void
    {
        $this->pdo->beginTransaction();
        try {
            $work($this);
            $this->pdo->commit();
        } catch (\Throwable $e) {
            $this->pdo->rollBack();
            throw $e;
        }
    }
}
