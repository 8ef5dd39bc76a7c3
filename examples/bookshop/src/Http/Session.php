<?php

declare(strict_types=1);

namespace Bookshop\Http;

final class Session
{
    public function start(): void
    {
        session_start(['name' => 'bookshop', 'cookie_httponly' => true, 'cookie_samesite' => 'Lax', 'use_strict_mode' => true]);
    }

    public function get(string $key, mixed $default = null): mixed
    {
        return $_SESSION[$key] ?? $default;
    }

    public function set(string $key, mixed $value): void
    {
        $_SESSION[$key] = $value;
    }

    /** Reads a value once: for the messages that survive one redirect. */
    public function take(string $key): mixed
    {
        $value = $this->get($key);
        unset($_SESSION[$key]);

        return $value;
    }
}
