<?php

declare(strict_types=1);

namespace Bookshop\View;

/** Plain PHP templates in a common layout. */
final class View
{
    /** @var array<string, mixed> */
    private array $shared = [];

    public function __construct(private readonly string $folder)
    {
    }

    /** Gives a value to all templates. */
    public function share(string $name, mixed $value): void
    {
        $this->shared[$name] = $value;
    }

    /** @param array<string, mixed> $values */
    public function render(string $template, array $values = []): string
    {
        $values += $this->shared;
        $content = $this->part($template, $values);

        return $this->part('layout', ['content' => $content] + $values + ['title' => 'Bookshop']);
    }

    /** @param array<string, mixed> $values */
    public function part(string $template, array $values = []): string
    {
        extract($values, EXTR_SKIP);
        ob_start();
        try {
            require "$this->folder/$template.php";

            return (string) ob_get_contents();
        } finally {
            ob_end_clean();
        }
    }
}
