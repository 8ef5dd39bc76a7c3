--TEST--
A result by reference of a declared type, which `finally` changes while it waits
--INI--
error_reporting=24575
--FILE--
<?php
class Box {
    public int $value = 1;
    function &get(): int {
        try {
            return $this->value;
        } finally {
            $this->value = 2;
        }
    }
    function &replaced(): int {
        $lost = 3;
        try {
            return $lost;
        } finally {
            try {
                return $this->value;
            } finally {
                $this->value++;
            }
        }
    }
    function &inLoops(array $list): int {
        foreach ($list as $item) {
            try {
                foreach ($list as $other) {
                    try {
                        return $this->value;
                    } finally {
                        $this->value += $other;
                    }
                }
            } finally {
                $this->value += $item;
            }
        }
    }
}
$box = new Box;
$r = &$box->get();
$r *= 10;
echo $box->value, "\n";
$r = &$box->replaced();
$r *= 10;
echo $box->value, "\n";
$r = &$box->inLoops([5, 6]);
$r *= 10;
echo $box->value, "\n";
?>
--EXPECT--
20
210
2200
