<?php

use function Bookshop\e;

?>
<section class="hero">
    <h1>Thank you!</h1>
    <p>Order <b><?= $order->number ?></b>: <?= $order->books ?> <?= $order->books === 1 ? 'book' : 'books' ?> for <b><?= e($order->total) ?></b>.</p>
    <p><small>Bank reference <?= e($order->reference) ?></small></p>
    <a class="button" href="/books">One more?</a>
</section>
