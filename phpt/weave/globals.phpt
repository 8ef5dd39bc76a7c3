--TEST--
Global variables, $GLOBALS and superglobals
--FILE--
<?php
$g = 1;
function reads() { global $g, $made; $g++; $made = 'made'; return $GLOBALS['g']; }
function writes() { $GLOBALS['other'] = 'o'; unset($GLOBALS['g']); }
function server() { return count($_SERVER) > 0 && isset($GLOBALS['_SERVER']) ? 'server' : 'none'; }
function local() { $g = 'local'; return $g . ($GLOBALS['g'] ?? ' no global'); }
echo reads(), $g, $made, "\n";
writes();
echo $other, local(), server(), "\n";
function cookie() { $_GET['x'] = 'y'; return (fn () => $_GET['x'])(); }
echo cookie(), "\n";
?>
--EXPECT--
22made
olocal no globalserver
y
