<?php

function render(string $template, array $data)
{
    extract($data);
    return compact('template') + get_defined_vars();
}

function computed($name)
{
    $$name = 1;
    return include $name;
}
