<section class="hero">
    <h1>Books with a slight lean</h1>
    <p>Four hundred volumes that exist nowhere else, on three floors.</p>
    <a class="button" href="/books?sort=newest">See what is new</a>
</section>
<h2>Bestsellers</h2>
<?= $this->part('_cards', ['cards' => $bestsellers]) ?>
<h2>New this year</h2>
<?= $this->part('_cards', ['cards' => $newest]) ?>
