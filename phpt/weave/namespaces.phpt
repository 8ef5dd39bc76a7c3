--TEST--
Functions and classes in namespaces
--FILE--
<?php
namespace App {
    function strtoupper($x) { return "mine $x"; }
    function report() { return __FUNCTION__ . ' in ' . __NAMESPACE__ . ' ' . strtoupper('x') . ' ' . strlen('abc'); }
    class Model { function name() { return __METHOD__ . ' ' . self::class . ' ' . static::class; } }
}
namespace {
    use App\Model;
    use function App\report;
    echo report(), "\n", (new Model)->name(), "\n", (new class extends Model {
        function name() { return parent::name() === 'App\Model::name App\Model ' . static::class ? 'child' : 'wrong'; }
    })->name(), "\n";
}
?>
--EXPECT--
App\report in App mine x 3
App\Model::name App\Model App\Model
child
