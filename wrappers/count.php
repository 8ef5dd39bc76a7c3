<?php
/**
 * Counts calls. A function that was woven and has none is dead code.
 */
return static function (): mixed {
    \Weft\count();
    return \Weft\proceed();
};
