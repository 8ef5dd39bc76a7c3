--TEST--
A generator that is destroyed half-way: after with result null and $abandoned, behind its finally blocks, once
--INI--
weft.hook=*
--FILE--
<?php
function counter(int $n, $x = null) { try { for ($i = 0; $i < $n; $i++) { yield $i; } } finally { echo ' finally'; } return 'end'; }
function plain() { yield 1; yield 2; }
$hook = Weft\hook('*',
    function (Weft\Call $call) { $call->data = 'data'; echo '>'; },
    function (Weft\Call $call) { echo $call->abandoned ? ' abandoned' : ' after', " $call->function(", json_encode($call->arguments), ') ', json_encode($call->result), " $call->data\n"; },
    function () { echo " failed\n"; });
$g = counter(3, 'x'); $g->current(); unset($g);
$g = plain(); $g->current(); $g = null;
echo "never started:"; $g = plain(); unset($g);
echo "to its end:"; foreach (counter(2) as $_);
echo "thrown into:"; $g = counter(2); $g->current(); try { $g->throw(new Exception('mine')); } catch (Exception $e) { echo $e->getMessage(), "\n"; } unset($g);
// A return in finally is a return.
function returns() { try { yield 1; } finally { return 'from finally'; } }
echo "returns:"; $g = returns(); $g->current(); unset($g);
function delegates() { yield from counter(3); }
echo "delegates:"; $g = delegates(); $g->current(); unset($g);
echo "kept to the end of the script:"; $g = plain(); $g->current();
?>
--EXPECT--
> finally abandoned counter([3,"x"]) null data
> abandoned plain([]) null data
never started:> abandoned plain([]) null data
to its end:> finally after counter([2]) "end" data
thrown into:> finally failed
mine
returns:> after returns([]) "from finally" data
delegates:>> finally abandoned counter([3]) null data
 abandoned delegates([]) null data
kept to the end of the script:> abandoned plain([]) null data
