--TEST--
Classes loaded while a function runs, parents unknown until then
--FILE--
<?php
spl_autoload_register(function ($c) {
    echo "[$c] ";
    $code = [
        'Child' => 'class Child extends Base implements Contract { use Shared; function own() { return parent::own() . "child"; } function contract($x = self::DEFAULT) { return $x; } }',
        'Base' => 'abstract class Base { function own() { return static::class . " base "; } abstract function contract($x = null); }',
        'Contract' => 'interface Contract { const DEFAULT = "by contract"; }',
        'Shared' => 'trait Shared { private static $n = 0; static function n() { return ++self::$n; } }',
    ];
    eval($code[$c]);
});
function uses() { $o = new Child; return $o->own() . $o->contract() . Child::n() . Child::n(); }
echo uses(), "\n";
class Late extends Base { function contract($x = null) { return 'late'; } }
echo (new Late)->contract(), (new Late)->own(), "\n";
?>
--EXPECT--
[Child] [Base] [Shared] [Contract] Child base childby contract12
lateLate base
