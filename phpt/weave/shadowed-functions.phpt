--TEST--
Functions of a namespace that have the names of PHP's own
--FILE--
<?php
namespace App;
function strlen($x) { return "App's strlen"; }
function call() { return strlen('abc') . \strlen('abc') . count([1]) . \count([1, 2]); }
echo call(), "\n";
namespace Other;
function before() { return strtoupper('x'); }
echo before();
eval('namespace Other; function strtoupper($x) { return "late $x"; }');
echo before(), \App\call() === 'App\'s strlen312' ? ' same' : ' other', "\n";
?>
--EXPECT--
App's strlen312
XX same
