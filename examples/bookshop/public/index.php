<?php

declare(strict_types=1);

// `php -S` asks here first for every URL: files such as the stylesheet it serves itself.
if (PHP_SAPI === 'cli-server') {
    $path = (string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
    if ($path !== '/' && is_file(__DIR__ . $path)) {
        return false;
    }
}

require __DIR__ . '/../src/autoload.php';

Bookshop\Application::create(getenv('BOOKSHOP_DB') ?: __DIR__ . '/../var/bookshop.sqlite')->run();
