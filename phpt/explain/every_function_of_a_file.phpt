--TEST--
explain_file() answers for every function of a file, in the order of lines, with file, line, state, rule, wrapper and join
--INI--
weft.hook=*, !App\Repo::make
--FILE--
<?php
foreach (Weft\explain_file(__DIR__ . '/files/shapes.php') as $answer) {
    printf("%2d %-28s %s", $answer['line'], $answer['target'], $answer['state']);
    if ($answer['join'] !== null) echo " $answer[join] by $answer[rule] $answer[pattern] with $answer[wrapper] $answer[template]";
    echo basename($answer['file']) === 'shapes.php' ? "\n" : " $answer[file]\n";
}
echo implode(' ', array_keys($answer)), "\n";
?>
--EXPECT--
 4 App\report                   woven splice by weft.hook * with observe weft://observe.php
13 App\conditional              woven splice by weft.hook * with observe weft://observe.php
18 App\Finds::find              refused
23 App\Counts::count            woven splice by weft.hook * with observe weft://observe.php
30 App\Repo::__construct        woven splice by weft.hook * with observe weft://observe.php
31 App\Repo::load               refused
32 App\Repo::make               not woven
33 App\Repo::find               woven splice by weft.hook * with observe weft://observe.php
33 {closure:App\Repo::find():33} woven splice by weft.hook * with observe weft://observe.php
34 App\Repo::byName             woven call by weft.hook * with observe weft://observe.php
40 App\Suit::label              woven splice by weft.hook * with observe weft://observe.php
43 {closure:shapes.php:43}      woven splice by weft.hook * with observe weft://observe.php
43 {closure:{closure:shapes.php:43}:43} woven splice by weft.hook * with observe weft://observe.php
43 {closure:{closure:shapes.php:43}:43} woven splice by weft.hook * with observe weft://observe.php
44 class@anonymous::m           woven splice by weft.hook * with observe weft://observe.php
target file line state rule pattern wrapper template join reason php opcodes
