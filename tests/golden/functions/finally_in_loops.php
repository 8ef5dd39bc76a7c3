<?php

function search(array $rows, $wanted)
{
    foreach ($rows as $number => $row) {
        try {
            foreach ($row as $cell) {
                try {
                    if ($cell === null) {
                        continue 2;
                    }
                    if ($cell === $wanted) {
                        return [$number, $cell . '!'];
                    }
                } finally {
                    $seen[] = $cell;
                }
            }
        } finally {
            $done[] = $number;
        }
    }
    return $seen ?? [];
}
