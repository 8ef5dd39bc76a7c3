<?php

class Registry
{
    private array $entries = [];

    public function &entry(string $name)
    {
        if (!isset($this->entries[$name])) {
            $this->entries[$name] = null;
        }
        return $this->entries[$name];
    }
}

function &of_a_call(array &$list)
{
    return current($list);
}
