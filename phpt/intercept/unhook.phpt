--TEST--
Unhooking ends it, also in the middle of a call; pausing and resuming work as with woven functions
--FILE--
<?php
$hook = Weft\hook('md5', function () { echo '>'; }, function () { echo '<'; });
$other = Weft\hook('md5', function () { echo '2'; });
md5('a'); echo "\n";
$hook->pause();
md5('a'); echo "\n";
$hook->resume();
$other->remove();
md5('a'); echo "\n";
$hook->remove();
md5('a'); echo "\n";
$self = Weft\hook('crc32', function () use (&$self) { echo '>'; $self->remove(); }, function () { echo 'never'; });
crc32('a'); crc32('a'); echo "\n";
$closure = md5(...);
Weft\hook('md5', function () { echo '>'; });
$hooked = md5(...);
echo md5('a') === $hooked('a') ? "same\n" : "different\n";
echo Weft\unhook_all(), "\n";
echo $closure('a') === $hooked('a') ? "same\n" : "different\n";
?>
--EXPECT--
>2<
2
><

>
>>same
1
same
