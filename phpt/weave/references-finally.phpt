--TEST--
A result by reference through finally
--FILE--
<?php
class Box {
    public $value = 1;
    public $log = '';
    function &get() {
        try {
            return $this->value;
        } finally {
            $this->log .= 'finally ';
        }
    }
    function &nested($which) {
        try {
            try {
                if ($which) {
                    return $this->value;
                }
            } finally {
                $this->log .= 'inner ';
            }
            return $this->log;
        } finally {
            $this->log .= 'outer ';
        }
    }
}
$box = new Box;
$r = &$box->get();
$r = 2;
$n = &$box->nested(true);
$n++;
$l = &$box->nested(false);
$l .= 'end';
echo $box->value, ' ', $box->log, "\n";
?>
--EXPECT--
3 finally inner outer inner outer end
