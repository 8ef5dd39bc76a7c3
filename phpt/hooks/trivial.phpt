--TEST--
Trivial functions fire and can be changed: the optimizer neither inlines nor drops them
--INI--
weft.hook=*
--FILE--
<?php
function constant42() { return 42; }
function nothing() { }
function same($x) { return $x; }
final class K {
    const C = 'c';
    private function one() { return 1; }
    static function early() { return self::LATE; }
    private static function two() { return 2; }
    function sum() { return $this->one() + self::two(); }
    function __destruct() { }
    const LATE = 'late';
}
$run = function () { nothing(); constant42(); same(1); K::early(); echo constant42(), same(2), K::early(), (new K)->sum(); for ($i = 0; $i < 2; $i++) { nothing(); $unused = constant42(); } echo "\n"; };
$run();
$hook = Weft\hook('*', function (Weft\Call $call) { if ($call->function[0] !== '{') echo '>', $call->function, ' '; });
$run();
$hook->remove();
Weft\hook('constant42', after: function (Weft\Call $call) { $call->result = 'text'; });
Weft\hook('K::early', after: function (Weft\Call $call) { $call->result = null; });
echo constant42() . '|', strlen(constant42()), ' ';
var_dump(constant42() === 42, is_int(constant42()), K::early());
?>
--EXPECT--
422late3
>nothing >constant42 >same >early >constant42 42>same 2>early late>sum >one >two >__destruct 3>nothing >constant42 >nothing >constant42 
text|4 bool(false)
bool(false)
NULL
