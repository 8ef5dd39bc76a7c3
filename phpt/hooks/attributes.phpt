--TEST--
Targets named by an attribute: functions, methods, closures, all methods of a class; the class of the attribute need not exist
--INI--
weft.hook=@App\*, @Traced
--FILE--
<?php
#[Traced] function marked() { return 'marked'; }
#[App\Sub\Traced(level: 3)] function deep() { return 'deep'; }
function plain(#[Traced] int $n = 0) { return 'plain'; }
class Some { #[TRACED] function one() { return 'one'; } function two() { return 'two'; } #[Traced] static function three() { return 'three'; } }
#[Traced] class All { function __construct() { } function a() { return 'a'; } function closure() { return function () { return 'in a method'; }; } }
class Child extends All { function own() { return 'own'; } }
#[Traced] trait Shared { function shared() { return 'shared'; } }
class Uses { use Shared; function mine() { return 'mine'; } }
#[Traced] enum Suit { case Hearts; function label() { return 'label'; } }
#[Traced] interface Contract { function promised(); }
class Keeps implements Contract { function promised() { return 'promised'; } }
Weft\hook('@Traced', function () { echo '>'; });
Weft\hook('@app\*', function () { echo ')'; });
echo marked(), ' ', deep(), ' ', plain(), "\n";
echo (new Some)->one(), ' ', (new Some)->two(), ' ', Some::three(), "\n";
$child = new Child;
echo $child->a(), ' ', $child->own(), ' ', ($child->closure())(), "\n";
echo (new Uses)->shared(), ' ', (new Uses)->mine(), ' ', Suit::Hearts->label(), ' ', (new Keeps)->promised(), "\n";
echo (#[Traced] fn() => 'arrow')(), ' ', (fn() => 'arrow')(), "\n";
?>
--EXPECT--
>marked )deep plain
>one two >three
>>a own >in a method
>shared mine >label promised
>arrow arrow
