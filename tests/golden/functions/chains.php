<?php

function chains(?object $a, array $list): mixed
{
    ['n' => $x, 'k' => [, $y]] = $list;
    $z = $a?->b?->c($x)['d'] ?? $y ?: throw new DomainException;
    $f = $a->g(...);
    return $z instanceof Countable && isset($list[0]) || !empty($x) ? @$f(name: $z) : clone $a;
}
