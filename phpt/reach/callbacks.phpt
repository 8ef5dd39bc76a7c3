--TEST--
Functions that PHP itself calls
--FILE--
<?php
function compare($a, $b) { return $a <=> $b; }
$list = [2, 1];
usort($list, 'compare');
spl_autoload_register(function ($c) { eval("class $c { static function s() {} }"); });
Loaded::s();
register_shutdown_function(function () { echo "at the end\n"; });
set_error_handler(function () { return true; });
echo $undefined;
class I implements IteratorAggregate, Countable { function getIterator(): Iterator { yield 1; } function count(): int { return 1; } }
foreach (new I as $x);
count(new I);
iterator_to_array(new I);
echo "\n";
?>
--EXPECTF--
[compare] [{closure%r[^\]]*%r}] [Loaded::s] [{closure%r[^\]]*%r}] [I::getIterator] [I::count] [I::getIterator] 
[{closure%r[^\]]*%r}] at the end
