<?php
/**
 * Reports what PDO is asked, whatever the database: statements without their values, time, rows and errors. To be loaded before
 * the application, by auto_prepend_file or a require. With rules/mysql.toml beside it MySQL's statements are reported twice.
 */
(static function (): void {
    // Statements do not tell whose they are.
    $systems = new WeakMap;
    $system = static fn (object $object): string => $object instanceof PDO ? $object->getAttribute(PDO::ATTR_DRIVER_NAME) : $systems[$object] ?? 'sql';
    $text = static fn (Weft\Call $call): ?string => $call->object instanceof PDOStatement
        ? $call->object->queryString : $call->arguments[0] ?? $call->arguments['query'] ?? $call->arguments['statement'] ?? null;
    $before = static function (Weft\Call $call): void {
        $call->data = hrtime(true);
    };
    $after = static function (Weft\Call $call) use ($systems, $system, $text): void {
        $result = $call->result;
        if ($result instanceof PDOStatement) {
            $systems[$result] = $system($call->object);
        }
        if ($call->function === 'prepare' || $call->data === null) {
            return;
        }
        // In the silent mode the object has the error.
        $error = $result === false ? $call->object->errorCode() : null;
        $of = $result instanceof PDOStatement ? $result : $call->object;
        $rows = $of instanceof PDOStatement && $error === null ? $of->rowCount() : $result;
        Weft\asked($system($call->object), $text($call), $call->data, $rows, $error);
    };
    $failed = static function (Weft\Call $call) use ($system, $text): void {
        if ($call->data !== null && $call->function !== 'prepare') {
            Weft\asked($system($call->object), $text($call), $call->data, null, $call->error->getCode() ?: $call->error::class);
        }
    };
    foreach (['PDO::query', 'PDO::exec', 'PDO::prepare', 'PDOStatement::execute'] as $method) {
        Weft\hook($method, $before, $after, $failed);
    }
})();
