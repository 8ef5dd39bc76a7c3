<?php
function page(string $title, array $rows)
{ ?>
    <h1><?= $title ?></h1>
<?php foreach ($rows as $row): ?>
    <p><?= <<<HTML
      {$row['a']} and "{$row["b"]}"
      HTML ?></p>
<?php endforeach;
    return 'a
  b'; # the end }
}
