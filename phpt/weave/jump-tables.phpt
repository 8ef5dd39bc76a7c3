--TEST--
switch and match with jump tables
--INI--
zend.exception_string_param_max_len=15
--FILE--
<?php
function ints($x) { switch ($x) { case 1: return 'one'; case 2: return 'two'; case 3: $r = 'three'; break; case 4: case 5: return 'four or five'; case 100: return 'hundred'; case 7: $r = 'seven'; default: $r = ($r ?? '') . 'other'; } return $r; }
function strings($x) { switch ($x) { case 'a': return 1; case 'b': $r = 2; break; case 'c': return 3; case 'd': case 'e': return 5; case 'f': return 6; case 'g': return 7; case 'h': return 8; default: return 0; } return $r; }
function matches($x) { return match ($x) { 1, 2 => 'low', 3 => 'three', 4 => 'four', 5, 6, 7 => 'mid', 8 => throw new Exception('eight'), 9 => (fn () => 'nine')(), default => 'default' }; }
function match_strings($x) { return match ($x) { 'get' => 'G', 'post' => 'P', 'put', 'patch' => 'U', 'delete' => 'D', 'head' => 'H', 'options' => 'O' }; }
function mixed_match($x) { return match (true) { $x > 100 => 'big', $x > 10 => 'medium', is_string($x) => 'text', default => 'small' }; }
class A { const K = 3; function m($x) { switch ($x) { case self::K: return 'K'; case 'x': return 'X'; case 1: return 1; case 2: return 2; case 5: return 5; case 6: return 6; case null: return 'null'; } } }
foreach ([1, 3, 4, 5, 7, 100, 8, '2', 'x', 2.0, null] as $x) { echo ints($x), ', '; }
echo "\n";
foreach (['a', 'b', 'e', 'h', 'z', 0, ''] as $x) { echo strings($x), ', '; }
echo "\n";
foreach ([1, 2, 3, 7, 8, 9, 10, '1'] as $x) { try { echo matches($x), ', '; } catch (Exception $e) { echo 'thrown ', $e->getMessage(), ', '; } }
echo "\n";
foreach (['get', 'patch', 'options', 'trace', 5] as $x) { try { echo match_strings($x), ', '; } catch (\UnhandledMatchError $e) { echo $e->getMessage(), ', '; } }
echo "\n", mixed_match(500), mixed_match(50), mixed_match('a'), mixed_match(1), "\n";
$a = new A;
foreach ([3, 'x', 6, null, 'y'] as $x) { echo var_export($a->m($x), true), ', '; }
echo "\n";
function in_loop() { $out = ''; foreach (['a', 'b', 'c', 'd', 'e', 'f', 'x'] as $c) { switch ($c) { case 'a': continue 2; case 'b': $out .= 'B'; break; case 'c': $out .= 'C'; case 'd': $out .= 'D'; break; case 'e': $out .= 'E'; break; case 'f': break 2; case 'g': $out .= 'G'; } $out .= '.'; } return $out; }
echo in_loop(), "\n";
function yields($x) { switch ($x) { case 1: yield 'one'; case 2: yield 'two'; break; case 3: return 'three'; case 4: yield 4; case 5: yield 5; case 6: yield 6; } yield 'end'; }
echo implode(',', iterator_to_array(yields(1), false)), ' ', implode(',', iterator_to_array(yields(4), false)), ' ', yields(3)->getReturn(), "\n";
$f = fn ($x) => match ($x) { 1 => 'a', 2 => 'b', 3 => 'c', 4 => 'd', 5 => 'e', 6 => 'f', default => match (strlen($x)) { 1 => 'short', default => 'long' } };
echo $f(3), $f(6), $f('7'), $f('77'), "\n";
?>
--EXPECT--
one, three, four or five, four or five, sevenother, hundred, other, two, other, two, other, 
1, 2, 5, 8, 0, 0, 0, 
low, low, three, mid, thrown eight, nine, default, default, 
G, U, O, Unhandled match case 'trace', Unhandled match case 5, 
bigmediumbigsmall
'K', 'X', 6, 'null', NULL, 
B.CD.D.E.
one,two,end 4,5,6,end three
cfshortlong
