<?php
// compile.php LIST: compiles the files of a list into opcache, runs none of them, and tells what that made.
error_reporting(0);
$compiled = 0;
foreach (file($argv[1], FILE_IGNORE_NEW_LINES) as $file) {
    try {
        $compiled += (int) opcache_compile_file($file);
    } catch (Throwable) {
        // A file in another version of PHP.
    }
}
$status = opcache_get_status();
$strings = $status['interned_strings_usage'];
echo json_encode([
    'compiled' => $compiled,
    // The buffer for strings is there in full, however much of it is used.
    'memory' => $status['memory_usage']['used_memory'] - $strings['buffer_size'] + $strings['used_memory'],
    'full' => $status['cache_full'],
]);
// A file that did not compile leaves a status behind.
exit(0);
