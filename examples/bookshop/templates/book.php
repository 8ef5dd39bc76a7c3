<?php

use function Bookshop\e;

?>
<article class="book">
    <?= $this->part('_cover', ['book' => $book]) ?>
    <div>
        <h1><?= e($book->title) ?></h1>
        <p class="by">by <?= e($book->author) ?>, <?= e($book->year) ?></p>
        <p><?= e($book->blurb) ?></p>
        <p class="price"><?= e($book->price) ?></p>
        <?php if ($book->inStock()): ?>
            <form class="buy" action="/cart" method="post">
                <input type="hidden" name="book" value="<?= $book->id ?>">
                <input type="number" name="quantity" value="1" min="1" max="9" aria-label="How many">
                <button>Put into the cart</button>
                <small><?= e($book->stock) ?> on the shelf</small>
            </form>
        <?php else: ?>
            <p><small>Sold out for now.</small></p>
        <?php endif ?>
        <dl>
            <dt>Genre</dt><dd><a href="/books?genre=<?= e($book->genre->value) ?>"><?= e($book->genre->label()) ?></a></dd>
            <dt>ISBN</dt><dd><?= e($book->isbn) ?></dd>
        </dl>
    </div>
</article>
<?php if ($alsoBought !== []): ?>
    <h2>Left the shop in the same bag</h2>
    <?= $this->part('_cards', ['cards' => $alsoBought]) ?>
<?php endif ?>
