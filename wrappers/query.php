<?php
/**
 * Takes the time of database calls, and reports what was asked without its values, how many rows that brought or changed, and
 * its error. For functions whose first argument is the statement, such as mysqlnd::query.
 */
return static function (string $system = 'sql', bool $counts = true, int $slow_ms = -1): mixed {
    $object = \Weft\this();
    if ($object instanceof \PDO) {
        $system = $object->getAttribute(\PDO::ATTR_DRIVER_NAME);
    }
    $what = $object instanceof \PDOStatement ? $object->queryString : \Weft\argument(0);
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
    // PDO's silent mode: the error is told by the object.
    $failed = $result === false && ($object instanceof \PDO || $object instanceof \PDOStatement) ? $object->errorCode() : null;
    $of = $result instanceof \PDOStatement ? $result : $object;
    $rows = $of instanceof \PDOStatement && $failed === null ? $of->rowCount() : $result;
    \Weft\asked($system, $what, $start, $rows, $failed, $counts);
    if ($slow_ms >= 0 && \hrtime(true) - $start >= $slow_ms * 1000000) {
        // Of bound values, how many there are.
        $values = \Weft\class_name() === 'mysqlnd' && \Weft\function_name() === 'execute' ? \Weft\argument(1) : null;
        \Weft\log('warn', \sprintf(
            '%s took %.1f ms%s%s: %s',
            \Weft\show_call(false),
            (\hrtime(true) - $start) / 1000000,
            $values === null ? '' : ", $values values",
            \is_int($rows) ? ", $rows rows" : '',
            \Weft\without_values($system, (string) $what)
        ));
    }
    return $result;
};
