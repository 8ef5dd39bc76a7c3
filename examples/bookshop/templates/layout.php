<?php

use Bookshop\Catalogue\Genre;

use function Bookshop\e;

?>
<!DOCTYPE html>
<html lang="en">
<head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title><?= e($title) ?> · The Crooked Shelf</title>
    <link rel="stylesheet" href="/style.css">
</head>
<body>
<header class="top">
    <a class="brand" href="/">The Crooked <em>Shelf</em></a>
    <form class="search" action="/search">
        <input type="search" name="q" value="<?= e($query ?? '') ?>" placeholder="Title, author or word" aria-label="Search">
        <button>Search</button>
    </form>
    <a class="basket" href="/cart">Cart <b><?= count($cart) ?></b></a>
</header>
<nav class="genres">
    <a href="/books"<?= ($books ?? null) !== null && ($genre ?? null) === null ? ' class="here"' : '' ?>>All</a>
    <?php foreach (Genre::cases() as $one): ?>
        <a href="/books?genre=<?= e($one->value) ?>"<?= ($genre ?? null) === $one ? ' class="here"' : '' ?>><?= e($one->label()) ?></a>
    <?php endforeach ?>
</nav>
<main>
<?= $content ?>
</main>
<footer>
    <a href="/reports/sales">Sales report</a> · <a href="/reports/returns">Returns report</a> · <a href="/export.csv">Catalogue as CSV</a> · <a href="/api/books">JSON API</a>
    <p>An invented shop with invented books.</p>
</footer>
</body>
</html>
