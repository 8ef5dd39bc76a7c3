<?php
return static function () {
    return 1;
};
