--TEST--
#[Weft\Hook] has functions woven beside rules, too, and a rule that names them wins
--INI--
weft.rules={PWD}/states.toml
--FILE--
<?php
#[Weft\Hook] function marked() { return 'marked'; }
#[Weft\Hook] function counted() { return 'counted'; }
foreach (['marked', 'counted'] as $target) {
    $answer = Weft\explain($target);
    echo "$target: $answer[state] with $answer[wrapper]\n";
}
Weft\hook('@Weft\Hook', function () { echo '>'; });
echo marked(), ' ', counted(), "\n";
?>
--EXPECT--
marked: woven with observe
counted: woven with count
>marked counted
