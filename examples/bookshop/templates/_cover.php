<?php

use function Bookshop\e;

/** @var Bookshop\Catalogue\Book $book */
?>
<span class="cover" style="--hue: <?= $book->genre->hue() ?>; --tilt: <?= $book->id * 37 % 180 ?>deg" aria-hidden="true">
    <i><?= e($book->title) ?></i>
    <small><?= e($book->author) ?></small>
</span>
