--TEST--
Methods: static, private, magic, inherited, constructors
--FILE--
<?php
class A {
    function __construct() { $this->private(); }
    private function private() {}
    static function s() { return new static; }
    final protected function p() {}
    function __get($n) { $this->p(); return $n; }
    function __call($n, $a) { return $n; }
    static function __callStatic($n, $a) { return $n; }
    function __invoke() {}
    function __toString(): string { return ''; }
    function __destruct() {}
}
class B extends A { function own() { parent::p(); } }
$b = B::s();
$b->own(); $b->x; $b->y(); B::z(); $b(); echo $b, "\n";
unset($b);
echo "\n";
?>
--EXPECT--
[A::s] [A::__construct] [A::private] [B::own] [A::p] [A::__get] [A::p] [A::__call] [A::__callStatic] [A::__invoke] [A::__toString] 
[A::__destruct]
