<?php

use function Bookshop\e;

?>
<h1><?= $query === '' ? 'What are you looking for?' : count($books) . ' found for “' . e($query) . '”' ?></h1>
<?php if ($suggestion !== null): ?>
    <p>Did you mean <a href="/search?q=<?= e(urlencode($suggestion)) ?>"><?= e($suggestion) ?></a>?</p>
<?php endif ?>
<?= $this->part('_cards', ['cards' => $books]) ?>
