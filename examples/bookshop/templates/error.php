<?php

use function Bookshop\e;

?>
<section class="hero error">
    <p class="status"><?= $status ?></p>
    <h1><?= e($title) ?></h1>
    <p><?= e($message) ?></p>
    <a class="button" href="/">Back to the shop</a>
</section>
