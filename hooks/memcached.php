<?php
/**
 * Reports the commands of memcached: their names, time and errors; keys and values stay out. To be loaded before the
 * application, by auto_prepend_file or a require.
 */
(static function (): void {
    $before = static function (Weft\Call $call): void {
        $call->data = hrtime(true);
    };
    $after = static function (Weft\Call $call): void {
        // That there is no such key, or that it was there already, is an answer.
        $code = $call->result === false ? $call->object->getResultCode() : 0;
        $answers = [Memcached::RES_SUCCESS, Memcached::RES_DATA_EXISTS, Memcached::RES_NOTSTORED, Memcached::RES_NOTFOUND];
        Weft\asked('memcached', $call->function, $call->data, null, in_array($code, $answers, true) ? null : $code);
    };
    foreach (['add', 'addByKey', 'append*', 'cas*', 'decrement*', 'delete*', 'fetch*', 'flush', 'get', 'getByKey', 'getDelayed*', 'getMulti*', 'getStats', 'increment*',
        'prepend*', 'replace*', 'set', 'setByKey', 'setMulti*', 'touch*'] as $methods) {
        Weft\hook("Memcached::$methods", $before, $after);
    }
})();
