<?php
// Asks the extension what becomes of functions and writes its answers, one JSON object a line.
// Started by `weft explain` with the names of two files: questions and answers.

// The answers are given when everything else is done: also when the file below exits or fails.
register_shutdown_function(static function (array $questions, string $file): void {
    $write = static function (array $line) use ($file): void {
        $flags = JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR;
        file_put_contents($file, json_encode($line, $flags) . "\n", FILE_APPEND);
    };
    $isLoaded = function_exists('Weft\explain_file');
    $write(['weft' => $isLoaded ? (string) phpversion('weft') : null]);
    foreach ($isLoaded ? $questions : [] as [$kind, $subject]) {
        try {
            // A method is found when its class is, and that is the autoloader's work.
            if ($kind === 'target' && 1 === preg_match('/^\\\\?([\w\\\\\x80-\xff]+)::/', $subject, $class)) {
                class_exists($class[1]) || interface_exists($class[1]) || trait_exists($class[1]);
            }
            $write(['answers' => $kind === 'file' ? \Weft\explain_file($subject) : [\Weft\explain($subject)]]);
        } catch (\Throwable $e) {
            $at = $e->getFile() === __FILE__ ? '' : " in {$e->getFile()}:{$e->getLine()}";
            $write(['error' => $e::class . ": {$e->getMessage()}$at"]);
        }
    }
}, json_decode(file_get_contents($argv[1]), true)['questions'], $argv[2]);

// In the global scope, as the application has it.
if (null !== json_decode(file_get_contents($argv[1]))->require) {
    require json_decode(file_get_contents($argv[1]))->require;
}
