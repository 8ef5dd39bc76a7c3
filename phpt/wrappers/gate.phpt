--TEST--
A wrapper that proceeds, answers itself or refuses
--INI--
weft.rules={PWD}/rules/gate.toml
--FILE--
<?php
function set($x) { $GLOBALS['gate'] = $x; }
function open($a, ...$b) { echo 'in '; return $a . implode($b); }
class A { public $v = 'v'; function m() { try { return $this->v; } finally { echo 'finally '; } } function __construct() { echo 'made '; } }
function g() { echo 'started '; yield 1; }
foreach (['pass', 'skip', 'refuse'] as $how) {
    set($how);
    foreach ([fn () => open(1, 2, 3), fn () => (new A)->m(), fn () => open(b: 'b', a: 'a')] as $try) {
        try {
            echo $try(), ', ';
        } catch (DomainException $e) {
            echo $e->getMessage(), ', ';
        }
    }
    echo "\n";
}
?>
--EXPECT--
in 123, made finally v, in ab, 
skipped, skipped, skipped, 
refused, refused, refused,
