<?php

declare(strict_types=1);

namespace Bookshop\Http;

final readonly class Response
{
    /**
     * @param iterable<string>|string $body    a generator is sent piece by piece
     * @param array<string, string>   $headers
     */
    public function __construct(public int $status, public iterable|string $body = '', public array $headers = [])
    {
    }

    public static function html(string $html, int $status = 200): self
    {
        return new self($status, $html, ['Content-Type' => 'text/html; charset=utf-8']);
    }

    public static function json(mixed $data, int $status = 200): self
    {
        $json = json_encode($data, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);

        return new self($status, $json, ['Content-Type' => 'application/json']);
    }

    public static function redirect(string $to): self
    {
        return new self(303, '', ['Location' => $to]);
    }

    public function with(string $header, string $value): self
    {
        return new self($this->status, $this->body, [$header => $value] + $this->headers);
    }

    public function send(): void
    {
        http_response_code($this->status);
        foreach ($this->headers as $name => $value) {
            header("$name: $value");
        }
        foreach (is_string($this->body) ? [$this->body] : $this->body as $piece) {
            echo $piece;
        }
    }
}
