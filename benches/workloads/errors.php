<?php
// A warning that is silenced, and one that a handler takes.
function bench(int $n): void
{
    $empty = [];
    set_error_handler(static fn(): bool => true, E_USER_NOTICE);
    for ($i = 0; $i < $n; $i++) {
        @$empty['nothing'];
        trigger_error('heard');
    }
    restore_error_handler();
}
