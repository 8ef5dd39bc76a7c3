<?php
echo "it was run\n";
function optional($a = 1, $b) {}
class Declared extends ArrayObject { const A = self::B . 'x'; const B = 'b'; public $p = [self::A]; }
class Later extends Declared {}
define('DEFINED_HERE', 1);
const CONST_HERE = 2;
return 5;
__halt_compiler(); data
