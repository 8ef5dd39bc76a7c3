<?php

declare(strict_types=1);

// PSR-4 for one namespace, so that the example needs no Composer.
spl_autoload_register(static function (string $class): void {
    if (!str_starts_with($class, 'Bookshop\\')) {
        return;
    }
    $file = __DIR__ . '/' . str_replace('\\', '/', substr($class, strlen('Bookshop\\'))) . '.php';
    if (is_file($file)) {
        require $file;
    }
});

require __DIR__ . '/functions.php';
