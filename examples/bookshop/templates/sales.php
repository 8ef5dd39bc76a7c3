<?php

use function Bookshop\e;

$most = max(1, ...array_map(static fn (array $line): int => max(array_map(static fn ($month): int => $month->cents, $line['months'])), array_filter($lines, static fn (array $line): bool => $line['depth'] === 2)));
?>
<h1>Sales in <?= $year ?>, by place</h1>
<table class="report">
    <thead>
        <tr><th>Place</th><?php foreach (str_split('JFMAMJJASOND') as $month): ?><th class="number"><?= $month ?></th><?php endforeach ?><th class="number">Year</th></tr>
    </thead>
    <tbody>
    <?php foreach ($lines as $line): ?>
        <tr class="depth<?= $line['depth'] ?>">
            <td><?= e($line['place']) ?></td>
            <?php foreach ($line['months'] as $month): ?>
                <td class="number" style="--heat: <?= min(100, intdiv(100 * $month->cents, $most)) ?>%"><?= number_format($month->cents / 100, 0, '.', ' ') ?></td>
            <?php endforeach ?>
            <td class="number"><b><?= e($line['total']) ?></b></td>
        </tr>
    <?php endforeach ?>
    </tbody>
</table>
