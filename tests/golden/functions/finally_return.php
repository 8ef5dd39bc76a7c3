<?php

function last_word($file)
{
    try {
        return fgets($file);
    } catch (RuntimeException $e) {
        return false;
    } finally {
        fclose($file);
    }
}

function overruled()
{
    try {
        throw new LogicException;
    } finally {
        return 'calm';
    }
}
