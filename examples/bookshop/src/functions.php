<?php

declare(strict_types=1);

namespace Bookshop;

/** Text for HTML. */
function e(string|int|float|\Stringable|null $text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

/**
 * Trims what a visitor typed, in place: the caller's own array changes.
 *
 * @param array<string, mixed> $fields
 */
function tidy(array &$fields): void
{
    foreach ($fields as $name => &$value) {
        if (is_string($value)) {
            $value = trim(preg_replace('/\s+/u', ' ', $value) ?? '');
        } else {
            unset($fields[$name]);
        }
    }
}

/**
 * The words of a text as the search index stores them.
 *
 * @return list<string>
 */
function words(string $text): array
{
    preg_match_all('/[\p{L}\p{N}]+/u', mb_strtolower($text), $found);
    $kept = array_filter($found[0], static fn (string $word): bool => mb_strlen($word) > 2 && $word !== 'the');

    return array_values(array_map(stem(...), $kept));
}

/** Takes the commonest English endings off. Pure, and called for every word: a case for `memoize`. */
function stem(string $word): string
{
    foreach (['ations' => 'ate', 'ation' => 'ate', 'ings' => '', 'ing' => '', 'ies' => 'y', 'ness' => '', 'es' => '', 's' => ''] as $ending => $instead) {
        if (str_ends_with($word, $ending) && mb_strlen($word) - strlen($ending) >= 3) {
            return substr($word, 0, -strlen($ending)) . $instead;
        }
    }

    return $word;
}
