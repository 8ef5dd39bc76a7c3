<?php

use function Bookshop\e;

?>
<h1>Returns in <?= $year ?></h1>
<table>
    <thead><tr><th>Genre</th><th class="number">Came back</th></tr></thead>
    <?php foreach ($rates as $genre => $rate): ?>
        <tr><td><?= e($genre) ?></td><td class="number"><?= $rate ?> %</td></tr>
    <?php endforeach ?>
</table>
