<?php
/**
 * Takes the time of what PDO is asked, and reports statements without their values, rows and errors. For PDO::query, exec and
 * prepare, and for PDOStatement::execute, bindValue and bindParam, which tell how many values there are.
 */
return static function (int $slow_ms = -1, bool $values = false): mixed {
    $object = \Weft\this();
    $function = \Weft\function_name();
    if ($function === 'bindValue' || $function === 'bindParam') {
        $result = \Weft\proceed();
        if ($result) {
            $bound = \Weft\kept($object, 'bound') ?? [];
            $bound[\Weft\argument(0)] = $values && $function === 'bindValue' ? \Weft\argument(1) : '?';
            \Weft\keep($object, 'bound', $bound);
        }
        return $result;
    }
    if ($object instanceof \PDOStatement) {
        $system = \Weft\kept($object, 'system') ?? 'sql';
        $what = $object->queryString;
        $bound = \Weft\argument(0) ?? \Weft\kept($object, 'bound') ?? [];
    } else {
        try {
            // Before the call, since it drops the error of the last one.
            $system = $object->getAttribute(\PDO::ATTR_DRIVER_NAME);
        } catch (\Error) {
            $system = 'sql';    // no connection was made; the call will say so
        }
        $what = \Weft\argument(0);
        $bound = [];
    }
    $start = \hrtime(true);
    \Weft\enter();
    try {
        $result = \Weft\proceed();
    } catch (\Throwable $error) {
        \Weft\leave(failed: true);
        \Weft\asked($system, $what, $start, null, $error->getCode() ?: $error::class);
        throw $error;
    }
    // In the silent mode the object has the error.
    $failed = $result === false ? $object->errorCode() : null;
    \Weft\leave($failed !== null);
    if ($result instanceof \PDOStatement) {
        // Statements do not tell whose they are.
        \Weft\keep($result, 'system', $system);
    }
    if ($function === 'prepare' && $failed === null) {
        return $result;         // asked is what is executed
    }
    $of = $result instanceof \PDOStatement ? $result : $object;
    $rows = $of instanceof \PDOStatement && $failed === null ? $of->rowCount() : $result;
    \Weft\asked($system, $what, $start, $rows, $failed);
    if ($slow_ms >= 0 && \hrtime(true) - $start >= $slow_ms * 1000000) {
        \Weft\log('warn', \sprintf(
            '%s took %.1f ms%s%s: %s%s',
            \Weft\show_call(false),
            (\hrtime(true) - $start) / 1000000,
            $object instanceof \PDOStatement ? ', ' . \count($bound) . ' values' : '',
            \is_int($rows) ? ", $rows rows" : '',
            $values ? $what : \Weft\without_values($system, (string) $what),
            $values && $bound !== [] ? ' with ' . \Weft\show($bound) : ''
        ));
    }
    return $result;
};
