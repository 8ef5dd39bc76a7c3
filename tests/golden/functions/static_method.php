<?php

class Money
{
    private static array $cache = [];

    final protected static function of(int $amount): static
    {
        return self::$cache[$amount] ??= new static;
    }
}
