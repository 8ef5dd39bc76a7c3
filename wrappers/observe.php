<?php
/**
 * Calls the callbacks that were registered with Weft\hook(): before, after and failed.
 *
 * The wrapper sleeps behind its patch point while nobody listens to the function.
 */
return static function (): mixed {
    $call = \Weft\before();
    if ($call === true) {
        // A callback changed the call: skipped it, or gave it other arguments.
        if (\Weft\skipped()) {
            return \Weft\result();
        }
        $call = \Weft\receive();
    }
    if ($call === false) {
        // Nobody wants to hear of the end: the rest is the original's alone.
        \Weft\bypass();
    }
    try {
        $result = \Weft\proceed();
    } catch (\Throwable $error) {
        $error = \Weft\failed($call, $error);
        if ($error === null) {
            // A callback recovered.
            return \Weft\result();
        }
        throw $error;
    }
    if (\Weft\after($call, $result)) {
        // A callback changed the result.
        return \Weft\result();
    }
    return $result;
};
