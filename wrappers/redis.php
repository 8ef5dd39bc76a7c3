<?php
/**
 * Takes the time of the commands of phpredis, and reports their names and errors. Keys and values stay out.
 */
return static function (): mixed {
    $redis = \Weft\this();
    $command = \Weft\function_name();
    // What the server refuses is no exception. Without a connection there is nobody to ask.
    $tells = $redis instanceof \Redis && $redis->isConnected();
    $before = $tells ? $redis->getLastError() : null;
    $start = \hrtime(true);
    \Weft\enter();
    try {
        $result = \Weft\proceed();
    } catch (\Throwable $error) {
        \Weft\leave(failed: true);
        \Weft\asked('redis', $command, $start, null, $error->getCode() ?: $error::class);
        throw $error;
    }
    // The first word of its answer says what it was: WRONGTYPE, for one.
    $answer = $tells && $result === false && $redis->isConnected() ? $redis->getLastError() : null;
    $failed = $answer !== null && $answer !== $before ? \strtok($answer, ' ') : null;
    \Weft\leave($failed !== null);
    \Weft\asked('redis', $command, $start, null, $failed);
    return $result;
};
