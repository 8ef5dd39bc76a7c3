<?php
/**
 * Reports HTTP requests, by curl, one by one or several at once, and by PHP's streams: URLs without their values, time, and as
 * error that of curl, or the status from 400 on. To be loaded before the application, by auto_prepend_file or a require.
 */
(static function (): void {
    $report = static function (CurlHandle $handle, int $since, int $error): void {
        $status = curl_getinfo($handle, CURLINFO_RESPONSE_CODE);
        Weft\asked('http', curl_getinfo($handle, CURLINFO_EFFECTIVE_URL), $since, null, $error ?: ($status >= 400 ? $status : null));
    };
    $before = static function (Weft\Call $call): void {
        $call->data = hrtime(true);
    };
    Weft\hook('curl_exec', $before, static function (Weft\Call $call) use ($report): void {
        $handle = $call->arguments[0] ?? $call->arguments['handle'];
        $report($handle, $call->data, curl_errno($handle));
    });
    // One of several transfers has ended; curl took its time.
    Weft\hook('curl_multi_info_read', after: static function (Weft\Call $call) use ($report): void {
        if (isset($call->result['handle'])) {
            $handle = $call->result['handle'];
            $report($handle, hrtime(true) - curl_getinfo($handle, CURLINFO_TOTAL_TIME_T) * 1000, $call->result['result']);
        }
    });
    $stream = static function (Weft\Call $call): void {
        $url = $call->arguments[0] ?? $call->arguments['filename'] ?? $call->arguments['from'] ?? null;
        if (is_string($url) && preg_match('~^https?://~i', $url)) {
            Weft\asked('http', $url, $call->data, null, $call->result === false ? 'failed' : null);
        }
    };
    foreach (['file_get_contents', 'fopen', 'file', 'readfile', 'copy'] as $function) {
        Weft\hook($function, $before, $stream);
    }
})();
