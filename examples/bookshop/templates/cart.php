<?php

use function Bookshop\e;

?>
<h1>Your cart</h1>
<?php if ($lines === []): ?>
    <p>Nothing in it yet. <a href="/books">Have a look around.</a></p>
<?php else: ?>
    <table>
        <thead><tr><th>Book</th><th class="number">Each</th><th class="number">Copies</th><th class="number">Total</th><th></th></tr></thead>
        <tbody>
        <?php foreach ($lines as $line): ?>
            <tr>
                <td><a href="<?= e($line->book->url()) ?>"><?= e($line->book->title) ?></a></td>
                <td class="number"><?= e($line->book->price) ?></td>
                <td class="number"><?= $line->quantity ?></td>
                <td class="number"><?= e($line->total()) ?></td>
                <td>
                    <form action="/cart/remove" method="post">
                        <button class="plain" name="book" value="<?= $line->book->id ?>">Put back</button>
                    </form>
                </td>
            </tr>
        <?php endforeach ?>
        </tbody>
        <tfoot><tr><th colspan="3">Total</th><th class="number"><?= e($total) ?></th><th></th></tr></tfoot>
    </table>
    <form action="/checkout" method="post"><button>Pay by card</button></form>
<?php endif ?>
