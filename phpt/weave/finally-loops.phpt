--TEST--
break, continue and goto leave try blocks through finally
--FILE--
<?php
function loops() {
    $log = '';
    foreach ([1, 2, 3, 4, 5] as $x) {
        try {
            if ($x == 2) { continue; }
            if ($x == 4) { break; }
            $log .= $x;
        } finally {
            $log .= 'f';
        }
    }
    for ($i = 0; ; $i++) {
        while (true) {
            try {
                try {
                    if ($i < 2) { continue 2; }
                    break 2;
                } finally { $log .= "a$i"; }
            } finally { $log .= "b$i"; }
        }
    }
    return $log;
}
function gotos($n) {
    $log = '';
    try {
        again:
        $log .= $n;
        if ($n-- > 0) { goto again; }
        goto out;
    } finally {
        $log .= 'f';
    }
    $log .= 'skipped';
    out:
    return $log . 'out';
}
function returns($list) {
    foreach ($list as $k => $v) {
        foreach ((array) $v as $w) {
            try {
                if ($w === 'stop') { return "$k stopped"; }
            } finally {
                echo "$k ";
            }
        }
    }
    return 'through';
}
function do_while() { $n = 0; do { try { if (++$n == 2) { continue; } if ($n == 4) { return $n; } } finally { echo "n$n "; } } while (true); }
function switches($x) { foreach ([1, 2] as $y) { switch ($x) { case 1: try { continue 2; } finally { echo 'one '; } case 2: try { break; } finally { echo 'two '; } default: return 'default'; } echo "after $y "; } return 'end'; }
echo loops(), "\n", gotos(2), "\n", returns(['a' => [1], 'b' => [2, 'stop'], 'c' => 3]), "\n", returns([]), "\n", do_while(), "\n";
echo switches(1), "\n", switches(2), "\n", switches(3), "\n";
?>
--EXPECT--
1ff3ffa0b0a1b1a2b2
210fout
a b b b stopped
through
n1 n2 n3 n4 4
one one end
two after 1 two after 2 end
default
