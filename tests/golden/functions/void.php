<?php

function store(array $rows): void
{
    foreach ($rows as $row) {
        if (!$row) return;
        print $row;
    }
}
