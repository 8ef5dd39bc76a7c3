<?php
/**
 * Takes the time of database calls, and reports what was asked without its values, how many rows that brought or changed, and
 * its error. For functions whose first argument is the statement, such as mysqlnd::query or a method of the application.
 */
return static function (string $system = 'sql', bool $counts = true, int $slow_ms = -1, bool $values = false): mixed {
    $what = \Weft\argument(0);
    $start = \hrtime(true);
    \Weft\enter();
    try {
        $result = \Weft\proceed();
    } catch (\Throwable $error) {
        \Weft\leave(failed: true);
        \Weft\asked($system, $what, $start, null, $error->getCode() ?: $error::class, $counts);
        throw $error;
    }
    \Weft\leave();
    $rows = $result instanceof \PDOStatement ? $result->rowCount() : $result;
    \Weft\asked($system, $what, $start, $rows, null, $counts);
    if ($slow_ms >= 0 && \hrtime(true) - $start >= $slow_ms * 1000000) {
        // Of bound values, how many there are.
        $bound = \Weft\class_name() === 'mysqlnd' && \Weft\function_name() === 'execute' ? \Weft\argument(1) : null;
        \Weft\log('warn', \sprintf(
            '%s took %.1f ms%s%s: %s',
            \Weft\show_call(false),
            (\hrtime(true) - $start) / 1000000,
            $bound === null ? '' : ", $bound values",
            \is_int($rows) ? ", $rows rows" : '',
            $values ? $what : \Weft\without_values($system, (string) $what)
        ));
    }
    return $result;
};
