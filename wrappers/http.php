<?php
/**
 * Takes the time of HTTP requests, and reports URLs without their values, with the error of curl, or the status from 400 on. For
 * curl_exec, curl_multi_info_read, and functions of PHP that take a URL first, such as file_get_contents and fopen.
 */
return static function (): mixed {
    $function = \Weft\function_name();
    $start = \hrtime(true);
    if ($function === 'curl_multi_info_read') {
        $result = \Weft\proceed();
        if (!isset($result['handle'])) {
            return $result;
        }
        // A transfer among several has ended; curl took its time.
        $handle = $result['handle'];
        $start -= \curl_getinfo($handle, \CURLINFO_TOTAL_TIME_T) * 1000;
        $error = $result['result'];
    } elseif ($function === 'curl_exec') {
        $handle = \Weft\argument(0);
        \Weft\enter();
        $result = \Weft\proceed();
        $error = \curl_errno($handle);
        \Weft\leave($error !== 0);
    } else {
        $url = \Weft\argument(0);
        if (!\is_string($url) || (\stripos($url, 'http://') !== 0 && \stripos($url, 'https://') !== 0)) {
            return \Weft\proceed();
        }
        \Weft\enter();
        $result = \Weft\proceed();
        \Weft\leave($result === false);
        \Weft\asked('http', $url, $start, null, $result === false ? 'failed' : null);
        return $result;
    }
    $status = \curl_getinfo($handle, \CURLINFO_RESPONSE_CODE);
    \Weft\asked('http', \curl_getinfo($handle, \CURLINFO_EFFECTIVE_URL), $start, null, $error ?: ($status >= 400 ? $status : null));
    return $result;
};
