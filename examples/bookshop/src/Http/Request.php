<?php

declare(strict_types=1);

namespace Bookshop\Http;

use function Bookshop\tidy;

final readonly class Request
{
    /**
     * @param array<string, string> $query
     * @param array<string, string> $form
     */
    public function __construct(public string $method, public string $path, public array $query, public array $form)
    {
    }

    public static function fromGlobals(): self
    {
        $query = $_GET;
        $form = $_POST;
        tidy($query);
        tidy($form);

        return new self(
            $_SERVER['REQUEST_METHOD'] ?? 'GET',
            rawurldecode((string) parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH)) ?: '/',
            $query,
            $form,
        );
    }

    public function text(string $name, string $default = ''): string
    {
        return $this->form[$name] ?? $this->query[$name] ?? $default;
    }

    public function number(string $name, int $default, int $least = 1, int $most = PHP_INT_MAX): int
    {
        $given = filter_var($this->text($name), FILTER_VALIDATE_INT);

        return max($least, min($most, $given === false ? $default : $given));
    }

    public function wantsJson(): bool
    {
        return str_starts_with($this->path, '/api/');
    }
}
