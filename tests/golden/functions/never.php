<?php

function leave(string $url): never
{
    header("Location: $url");
    exit;
}

function fail(): never
{
    throw new LogicException(__FUNCTION__);
}
