<?php
interface Kind { function byInterface(); }
trait Shared { function shared() { return compact('undefined'); } }
abstract class Base implements Kind {
    use Shared { shared as renamed; }
    function inherited() {}
    static function atAll() {}
    abstract function open();
    function byInterface() {}
}
class Child extends Base { function open() {} }
enum Level { case Low; function name(): string { return $this->name; } }
