<?php
/**
 * Calls the callbacks that were registered with Weft\hook(): before, after and failed.
 *
 * The wrapper sleeps behind its patch point while nobody listens to the function.
 */
return static function (): mixed {
    $call = \Weft\before();
    if ($call === true) {
        return \Weft\result();      // a callback skipped the call
    }
    try {
        $result = \Weft\proceed();
    } catch (\Throwable $error) {
        $error = \Weft\failed($call, $error);
        if ($error === null) {
            return \Weft\result();  // a callback recovered
        }
        throw $error;
    }
    \Weft\after($call, $result);    // by reference: a callback may change it
    return $result;
};
