<?php
/** Lets a call through, answers in its place, or refuses it. */
return static function (string $global): mixed {
    if ($GLOBALS[$global] === 'skip') {
        return 'skipped';
    }
    if ($GLOBALS[$global] === 'refuse') {
        throw new \DomainException('refused');
    }
    $result = \Weft\proceed();
    return $result;
};
