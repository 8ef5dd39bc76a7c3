<?php

if (!function_exists('polyfill')) {
    function polyfill(string $text): string
    {
        function inner() { return __FUNCTION__; }
        return inner() . $text;
    }
}
