<?php

use function Bookshop\e;

$link = static fn (array $change): string => '/books?' . http_build_query(array_filter($change + ['genre' => $genre?->value, 'sort' => $sort, 'page' => $page]));
?>
<div class="heading">
    <h1><?= e($title) ?></h1>
    <p class="sorts">
        <?php foreach (['title' => 'By title', 'price' => 'By price', 'newest' => 'Newest first'] as $by => $label): ?>
            <a href="<?= e($link(['sort' => $by, 'page' => null])) ?>"<?= $by === $sort ? ' class="here"' : '' ?>><?= e($label) ?></a>
        <?php endforeach ?>
    </p>
</div>
<?= $this->part('_cards', ['cards' => $books]) ?>
<p class="pages">
    <?php for ($n = 1; $n <= $pages; $n++): ?>
        <a href="<?= e($link(['page' => $n])) ?>"<?= $n === $page ? ' class="here"' : '' ?>><?= $n ?></a>
    <?php endfor ?>
</p>
