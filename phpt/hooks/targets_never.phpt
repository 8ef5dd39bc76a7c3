--TEST--
A method that has no code where it is named says why it never fires
--INI--
weft.hook=*
--FILE--
<?php
interface Findable { function find(); }
abstract class Base implements Findable { abstract function name(); function close() { } }
class Books extends Base { function find() { } function name() { } }
trait Counts { abstract function total(); }
enum Suit: int { case Hearts = 1; }
foreach (['Books::close', 'Books::CLOSE', 'Base::name', 'Findable::find', 'Counts::total', 'Suit::cases', 'Books::nothing', 'Nobody::find', 'Findable+::nothing', 'Books*::close', 'Base::close'] as $target) Weft\hook($target, fn() => null);
foreach (Weft\hooks() as $hook) echo "$hook[target]: $hook[state]", $hook['reason'] ? ", $hook[reason]" : '', "\n";
?>
--EXPECT--
Books::close: refused, Books has it from Base: Base::close names it
Books::CLOSE: refused, Books has it from Base: Base::CLOSE names it
Base::name: refused, it is abstract: there is no code to weave, but there is in the classes that implement it
Findable::find: refused, it is abstract: there is no code to weave, but there is in the classes that implement it
Counts::total: refused, it is abstract: there is no code to weave, but there is in the classes that implement it
Suit::cases: refused, PHP makes it anew for each such class, and weft has no place to stand
Books::nothing: waiting
Nobody::find: waiting
Findable+::nothing: waiting
Books*::close: waiting
Base::close: woven
