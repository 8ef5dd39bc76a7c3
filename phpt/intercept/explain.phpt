--TEST--
Weft\explain() and Weft\hooks() tell how it is with built-in functions: hooked, by a rule, not at all, inherited, abstract, weft's own
--INI--
weft.rules={PWD}/rules/explain.toml
error_log=/dev/null
opcache.enable=0
--FILE--
<?php
Weft\hook('crc32', fn() => null);
foreach (['md5', 'sha1', 'crc32', 'strrev', 'ucfirst', 'ArrayObject::count', 'Countable::count', 'Weft\hook'] as $target) {
    $answer = Weft\explain($target);
    echo "$target: $answer[state], ", $answer['wrapper'] ?? '-', ', ', $answer['join'] ?? '-', "\n    $answer[reason]\n";
}
foreach (['SplStack::push', 'Countable::count', 'Weft\signal', 'md5', 'no_such_function', 'ArrayObject::no_such_method', 'ArrayObject::no_*', 'spl_autoload_call'] as $target) Weft\hook($target, fn() => null);
foreach (Weft\hooks() as $hook) echo "$hook[target]: $hook[state]", $hook['reason'] ? ", $hook[reason]" : '', "\n";
?>
--EXPECT--
md5: woven, time, intercept
    it is built in, and called through weft
sha1: woven, retry, intercept
    it is built in, and called through weft
crc32: woven, observe, intercept
    it is built in, and called through weft
strrev: not woven, -, -
    no rule names it
ucfirst: not woven, -, -
    no rule names it
ArrayObject::count: woven, time, intercept
    it is built in, and called through weft
Countable::count: refused, time, -
    it is abstract: there is nothing to call
Weft\hook: not woven, -, -
    no rule names it
crc32: woven
SplStack::push: refused, it is declared in SplDoublyLinkedList, and built in: expected "SplDoublyLinkedList::push"
Countable::count: refused, it is abstract: there is nothing to call
Weft\signal: refused, it is weft's own
md5: woven
no_such_function: waiting
ArrayObject::no_such_method: refused, the class ArrayObject is built in, and has no such method
ArrayObject::no_*: waiting
spl_autoload_call: refused, PHP knows it by its handler, and calls it without end when that is another one
