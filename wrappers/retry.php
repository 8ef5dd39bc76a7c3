<?php
/**
 * Calls the original again when it throws an exception of the class $on, $times times in all.
 */
return static function (int $times = 3, int $pause_ms = 0, string $on = 'Exception'): mixed {
    for ($try = 1; ; $try++) {
        try {
            return \Weft\proceed();
        } catch (\Throwable $error) {
            if ($try >= $times || !($error instanceof $on)) {
                throw $error;
            }
        }
        if ($pause_ms > 0) {
            \usleep($pause_ms * 1000);
        }
    }
};
