--TEST--
before, after and failed run around internal functions and methods, by priority and in reverse
--FILE--
<?php
$say = fn(string $what) => function () use ($what) { echo $what; };
Weft\hook('md5', $say('1>'), $say('<1'));
Weft\hook('md5', $say('2>'), $say('<2'), priority: 5);
echo md5('a'), "\n";
Weft\hook('ArrayObject::offsetGet', $say('>'), $say('<'));
echo (new ArrayObject([7]))->offsetGet(0), "\n";
Weft\hook('DateTime::createFromFormat', $say('>'), $say('<'));
echo DateTime::createFromFormat('Y-m-d', '2020-01-02')->format('Y'), "\n";
Weft\hook('ArrayObject::__construct', $say('>'), $say('<'));
echo count(new ArrayObject([1, 2])), "\n";
Weft\hook('intdiv', $say('>'), $say('<'), $say('!'));
try { intdiv(1, 0); } catch (DivisionByZeroError $e) { echo get_class($e), "\n"; }
echo intdiv(7, 2), "\n";
?>
--EXPECT--
2>1><1<20cc175b9c0f1b6a831c399e269772661
><7
><2020
><2
>!DivisionByZeroError
><3
