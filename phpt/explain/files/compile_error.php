<?php
class Before { function m() { return fn() => 1; } }
function outer() {
    foreach ([1] as $x) {
        try {
            $f = function () { return [1, 2, static fn() => $this->x]; };
            goto nowhere;
        } finally {
        }
    }
}
