<?php

function weekday(int $day): string
{
    return match ($day) {
        1, 2, 3, 4, 5 => 'work',
        6 => 'garden',
        7 => rest(...),
    };
}
