--TEST--
Callbacks that call what they are hooked to, throw, warn, exit or block: the sandbox is that of woven functions
--FILE--
<?php
ini_set('error_log', '/dev/null');
Weft\hook('md5', function () { echo '>', strlen(md5('inner')); });
md5('a'); echo "\n";
Weft\hook('crc32', function () { throw new Exception('dropped'); }, function () { echo '<'; exit; });
echo crc32('a'), "\n";
Weft\hook('ucfirst', function () { throw new Weft\Block('blocked'); }, failed: function () { echo 'not its own'; });
try { echo ucfirst('a'); } catch (Weft\Block $block) { echo $block->getMessage(), "\n"; }
Weft\hook('usort', function () { echo '>'; }, function () { echo '<'; }, function () { echo '!'; });
$list = [2, 1];
usort($list, fn($a, $b) => strcmp(md5($a), md5($b)) * 0 + $a - $b); echo json_encode($list), "\n";
try { usort($list, fn() => throw new Exception('from inside')); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
Weft\hook('array_map', function () { echo '>'; }, function () { echo 'never'; }, function () { echo 'never'; });
register_shutdown_function(fn() => print("\nend\n"));
array_map(function () { exit; }, [1]);
?>
--EXPECTF--
>32
<%d
blocked
>>32>32<[1,2]
>!from inside
>
end
