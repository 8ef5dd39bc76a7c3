<?php
return static function (): mixed { \Weft\proceed(); return []; };
