--TEST--
Weft\hooks() and Hook::stats() tell what became of each hook
--INI--
weft.hook=App\*
error_log=/dev/null
--FILE--
<?php
namespace App;
function target() { }
function fails() { throw new \Exception; }
$a = \Weft\hook('App\target', fn() => null, fn() => null);
$b = \Weft\hook('App\nowhere', fn() => null);
$c = \Weft\hook('\App\fails', failed: fn() => throw new \Exception);
$d = \Weft\hook('*::*', fn() => null);
target(); target();
try { fails(); } catch (\Exception) { }
$d->pause();
foreach (\Weft\hooks() as $hook) echo json_encode($hook), "\n";
$c->remove();
echo json_encode($c->stats()), json_encode($a->stats()), "\n";
echo $a->id, ' ', $a->target, ' ', $c->target, ' ', \Weft\unhook_all(), ' ', count(\Weft\hooks()), "\n";
$a->remove(); $a->pause(); $a->resume();
try { $a->remove(1); } catch (\Error $e) { echo $e->getMessage(), "\n"; }
try { \Weft\hooks(1); } catch (\Error $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECT--
{"id":1,"target":"App\\target","state":"woven","reason":null,"calls":4,"failures":0}
{"id":2,"target":"App\\nowhere","state":"waiting","reason":null,"calls":0,"failures":0}
{"id":3,"target":"App\\fails","state":"woven","reason":null,"calls":1,"failures":1}
{"id":4,"target":"*::*","state":"paused","reason":null,"calls":0,"failures":0}
{"state":"removed"}{"state":"woven","reason":null,"calls":4,"failures":0}
1 App\target App\fails 3 0
Weft\Hook::remove() expects exactly 0 arguments, 1 given
Weft\hooks() expects exactly 0 arguments, 1 given
