--TEST--
A before callback changes arguments: by position, by name, optional ones, variadic ones, surplus ones
--INI--
weft.hook=*
--FILE--
<?php
function target($a, $b = 'default', ...$rest) {
    echo json_encode([$a, $b, $rest, func_get_args(), func_num_args()]), "\n";
}
function surplus($a) { echo json_encode([$a, func_get_args()]), "\n"; }
$change = function (callable $how) {
    Weft\unhook_all();
    foreach (['target', 'surplus'] as $name) Weft\hook($name, function (Weft\Call $call) use ($how) { $how($call); });
};
$change(fn($call) => $call->arguments[0] = 'A');            target(1);
$change(fn($call) => $call->arguments[1] = 'B');            target(1);
$change(fn($call) => $call->arguments['b'] = 'named');      target(1);
$change(fn($call) => $call->arguments['b'] = 'named');      target(1, 2, 3);
$change(fn($call) => $call->arguments[2] = 'R');            target(1, 2, 3, 4);
$change(fn($call) => $call->arguments[] = 'appended');      target(1, 2, 3);
$change(fn($call) => $call->arguments[] = 'appended');      target(1);
$change(fn($call) => $call->arguments['x'] = 'X');          target(1, 2, x: 3);
$change(fn($call) => $call->arguments['y'] = 'Y');          target(1, 2, x: 3);
$change(fn($call) => $call->arguments = ['only']);          target(1);
$change(fn($call) => $call->arguments = [1 => 'B', 0 => 'A']); target(1, 2);
$change(fn($call) => $call->arguments[1] = 'S');            surplus(1, 2);
$change(fn($call) => $call->arguments[1] = [1, 2]);         surplus(1, 2, 3);
$change(fn($call) => $call->arguments[0] .= '!');           target('same text');
?>
--EXPECT--
["A","default",[],["A"],1]
[1,"B",[],[1,"B"],2]
[1,"named",[],[1,"named"],2]
[1,"named",[3],[1,"named",3],3]
[1,2,["R",4],[1,2,"R",4],4]
[1,2,[3,"appended"],[1,2,3],3]
[1,"appended",[],[1,"appended"],2]
[1,2,{"x":"X"},[1,2],2]
[1,2,{"x":3,"y":"Y"},[1,2],2]
["only","default",[],["only"],1]
["A","B",[],["A","B"],2]
[1,[1,"S"]]
[1,[1,[1,2],3]]
["same text!","default",[],["same text!"],1]
