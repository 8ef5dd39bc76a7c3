--TEST--
Functions that see their variables by name
--FILE--
<?php
function known($a, $b = 2) { $c = 3; return get_defined_vars(); }
echo json_encode(known(1)), "\n";
function packed() { $x = 1; $y = [2]; return compact('x', 'y'); }
echo json_encode(packed()), "\n";
function unpacked($vars) { extract($vars); return isset($k) ? $k : 'none'; }
echo unpacked(['k' => 'v']), ' ', unpacked([]), "\n";
function dynamic($name) { $alpha = 'A'; $beta = 'B'; $$name .= '!'; return $$name . (isset(${'beta'}) ? 'set' : 'unset'); }
echo dynamic('alpha'), ' ', dynamic('beta'), "\n";
function parsed($query) { parse_str($query, $out); return $out; }
echo json_encode(parsed('a=1&b[]=2')), "\n";
function all() { foreach (['p', 'q'] as $i => $n) { $$n = $i; } unset($i, $n); return array_keys(get_defined_vars()); }
echo json_encode(all()), "\n";
function indirect() { $f = 'compact'; $z = 26; return $f('z'); }
try { echo json_encode(indirect()), "\n"; } catch (Error $e) { echo $e->getMessage(), "\n"; }
function by_callback() { $y = 25; return array_map('compact', ['y']); }
try { echo json_encode(by_callback()), "\n"; } catch (Error $e) { echo $e->getMessage(), "\n"; }
$closure = function () { return array_keys(get_defined_vars()); };
echo json_encode($closure()), "\n";
?>
--EXPECT--
{"a":1,"b":2,"c":3}
{"x":1,"y":[2]}
v none
A!set B!set
{"a":"1","b":["2"]}
["p","q"]
Cannot call compact() dynamically
Cannot call compact() dynamically
[]
