--TEST--
A generator: before when it is called, after when it ends, failed when it throws, once each
--INI--
weft.hook=*
--FILE--
<?php
function counter(int $n) { for ($i = 0; $i < $n; $i++) { echo $i; yield $i; } return 'end'; }
function fails() { yield 1; throw new Exception('mine'); }
$hook = Weft\hook('counter', function (Weft\Call $call) { echo '>'; $call->arguments[0]++; }, function (Weft\Call $call) { echo "<$call->result"; });
foreach (counter(2) as $_) echo ' ';
echo "\n";
$hook->remove();
$hook = Weft\hook('counter', after: function (Weft\Call $call) { $call->result = ['changed']; });
$g = counter(1);
foreach ($g as $_);
var_dump($g->getReturn());
$hook->remove();
$hook = Weft\hook('counter', function (Weft\Call $call) { $call->skip('skipped'); });
$g = counter(3);
foreach ($g as $_) echo 'never';
var_dump($g->getReturn());
$hook->remove();
Weft\hook('fails', function () { echo '>'; }, function () { echo 'never'; }, function (Weft\Call $call) { echo '!', $call->error->getMessage(); });
try { foreach (fails() as $_) echo $_; } catch (Exception) { echo " caught\n"; }
$hook = Weft\hook('counter', function () { echo '>'; }, function () { echo '<'; });
$g = counter(3);
$g->current();
unset($g);
echo "\n";
?>
--EXPECT--
>0 1 2 <end
0array(1) {
  [0]=>
  string(7) "changed"
}
string(7) "skipped"
>1!mine caught
>0<
