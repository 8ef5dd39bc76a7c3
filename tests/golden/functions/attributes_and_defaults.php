<?php

#[Route('/', name: 'home')]
function attributed(#[SensitiveParameter] $secret, $when = new DateTime('now'), $list = [1, PHP_EOL => PHP_OS])
{
    return $secret;
}
