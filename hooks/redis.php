<?php
/**
 * Reports the commands of phpredis: their names, time and errors; keys and values stay out. To be loaded before the
 * application, by auto_prepend_file or a require.
 */
(static function (): void {
    // What asks no server.
    $silent = array_fill_keys(['__construct', '__destruct', '_compress', '_pack', '_prefix', '_serialize', '_uncompress', '_unpack', '_unserialize',
        'clearLastError', 'close', 'getAuth', 'getDBNum', 'getHost', 'getLastError', 'getMode', 'getOption', 'getPersistentID', 'getPort',
        'getReadTimeout', 'getTimeout', 'isConnected', 'setOption'], true);
    Weft\hook('Redis::*',
        static function (Weft\Call $call): void {
            $call->data = hrtime(true);
        },
        static function (Weft\Call $call) use ($silent): void {
            if (!isset($silent[$call->function])) {
                Weft\asked('redis', $call->function, $call->data);
            }
        },
        static function (Weft\Call $call) use ($silent): void {
            if (!isset($silent[$call->function])) {
                Weft\asked('redis', $call->function, $call->data, null, $call->error->getCode() ?: $call->error::class);
            }
        });
})();
