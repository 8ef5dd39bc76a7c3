--TEST--
A hook on what does not exist says so where that can be known, and waits where the application may declare it
--FILE--
<?php
$targets = ['spl_object_hsh', 'array_frist', 'my_function', 'strlenn', 'ArrayObject::nope', 'SplStack::push', 'Nowhere::at', 'App\spl_thing'];
foreach ($targets as $target) {
    $stats = Weft\hook($target, fn() => print('<'))->stats();
    echo "$target: $stats[state]", $stats['reason'] === null ? '' : ", $stats[reason]", "\n";
}
foreach (['match', 'foreach', 'echo', 'isset', 'array', 'require_once', '!strlen'] as $target) {
    try {
        Weft\hook($target, fn() => print('<'));
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
}
// It was no slip of the pen.
eval('function array_frist() { return "first\n"; }');
echo array_frist();
?>
--EXPECT--
spl_object_hsh: waiting, the extension SPL is loaded, and has no such function
array_frist: waiting, the extension standard is loaded, and has no such function
my_function: waiting
strlenn: waiting
ArrayObject::nope: refused, the class ArrayObject is built in, and has no such method
SplStack::push: refused, it is declared in SplDoublyLinkedList, and built in: expected "SplDoublyLinkedList::push"
Nowhere::at: waiting
App\spl_thing: waiting
Weft\hook(): Argument #1 ($target) is no pattern: column 1: found "match", expected a function: this is a word of PHP's own
Weft\hook(): Argument #1 ($target) is no pattern: column 1: found "foreach", expected a function: this is a word of PHP's own
Weft\hook(): Argument #1 ($target) is no pattern: column 1: found "echo", expected a function: PHP makes no call of this construct
Weft\hook(): Argument #1 ($target) is no pattern: column 1: found "isset", expected a function: PHP makes no call of this construct
Weft\hook(): Argument #1 ($target) is no pattern: column 1: found "array", expected a function: PHP makes no call of this construct
Weft\hook(): Argument #1 ($target) is no pattern: column 1: found "require_once", expected "include", which stands for it too
Weft\hook(): Argument #1 ($target) is no pattern: column 1: found "!", expected a target: only rules take targets away
<first
