--TEST--
explain() answers for what is declared in this request: functions, methods, inherited ones, those of traits and enums, in any case
--INI--
weft.hook=*, Base::*, !Base::atAll
--FILE--
<?php
function here() {}
include __DIR__ . '/files/kinds.php';
foreach ([
    'here', '\HERE', 'child::OPEN', 'Child::inherited', 'Child::shared', 'Base::renamed', 'Shared::shared', 'Child::atAll', 'Base::open',
    'Kind::byInterface', 'Child::byInterface', 'Level::name', 'Level::cases',
] as $target) {
    $answer = Weft\explain($target);
    printf("%-18s %-18s %s", $target, $answer['target'], $answer['state']);
    if ($answer['line'] !== null) echo ' ', basename($answer['file']), ":$answer[line]";
    echo $answer['pattern'] === null ? '' : " $answer[pattern]", "\n    $answer[reason]\n";
}
?>
--EXPECT--
here               here               woven declared_functions_and_methods.php:2 *
    the template proceeds once, and the function can stand in that place
\HERE              here               woven declared_functions_and_methods.php:2 *
    the template proceeds once, and the function can stand in that place
child::OPEN        Child::open        woven kinds.php:11 *
    the template proceeds once, and the function can stand in that place
Child::inherited   Child::inherited   woven kinds.php:6 Base::*
    the template proceeds once, and the function can stand in that place; declared in Base
Child::shared      Child::shared      woven kinds.php:3 *
    the original looks at its variables by name (compact, extract, get_defined_vars, parse_str); declared in Shared
Base::renamed      Base::renamed      woven kinds.php:3 *
    the original looks at its variables by name (compact, extract, get_defined_vars, parse_str); declared in Shared
Shared::shared     Shared::shared     woven kinds.php:3 *
    the original looks at its variables by name (compact, extract, get_defined_vars, parse_str)
Child::atAll       Child::atAll       not woven kinds.php:7
    weft.hook adds it by Base::* and takes it away by !Base::atAll; declared in Base
Base::open         Base::open         refused kinds.php:8 Base::*
    it is abstract: there is no code to weave, but there is in the classes that implement it
Kind::byInterface  Kind::byInterface  refused kinds.php:2 *
    it is abstract: there is no code to weave, but there is in the classes that implement it
Child::byInterface Child::byInterface woven kinds.php:9 Base::*
    the template proceeds once, and the function can stand in that place; declared in Base
Level::name        Level::name        woven kinds.php:12 *
    the template proceeds once, and the function can stand in that place
Level::cases       Level::cases       not woven
    no rule names it
