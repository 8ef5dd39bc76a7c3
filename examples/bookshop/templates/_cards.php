<?php

use function Bookshop\e;

/** @var iterable<Bookshop\Catalogue\Book> $cards */
?>
<ul class="cards">
    <?php foreach ($cards as $book): ?>
    <li>
        <a href="<?= e($book->url()) ?>">
            <?= $this->part('_cover', ['book' => $book]) ?>
            <strong><?= e($book->title) ?></strong>
            <span><?= e($book->author) ?></span>
            <b><?= e($book->price) ?></b>
        </a>
    </li>
    <?php endforeach ?>
</ul>
