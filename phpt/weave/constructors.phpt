--TEST--
Constructors: promotion, readonly, parents, errors
--FILE--
<?php
class Point { public function __construct(public readonly int $x = 0, protected readonly ?Point $next = null, private array $tags = ['t']) { $this->tags[] = $x; } function tags() { return implode(',', $this->tags); } function next() { return $this->next; } }
class Point3 extends Point { public function __construct(int $x, public int $z = 5, ...$rest) { parent::__construct($x, ...$rest); $this->z += $x; } }
$p = new Point3(1, z: 2, tags: ['named']);
echo $p->x, $p->z, $p->tags(), ' ', (new Point3(7))->tags(), ' ', (new Point(next: $p))->next()->x, "\n";
try {
    $p->x = 5;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
class Once { public readonly array $list; function __construct() { $this->init(); } private function init() { $this->list = [1]; } function again() { $this->list[] = 2; } }
$o = new Once;
foreach ([fn () => $o->again(), fn () => $o->__construct()] as $f) {
    try {
        $f();
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
}
class Single { private static ?self $one = null; private function __construct() { echo 'made '; } static function get(): self { return self::$one ??= new self; } }
var_dump(Single::get() === Single::get());
try {
    new Single;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
abstract class Model { function __construct() { $this->boot(); } abstract function boot(); }
class User extends Model { public $booted; function boot() { $this->booted = static::class; } }
echo (new User)->booted, ' ', (new ReflectionClass('User'))->newInstance()->booted, ' ', var_export((new ReflectionClass('User'))->newInstanceWithoutConstructor()->booted, true), "\n";
class Dies { public $ok = 'unset'; function __construct($fail) { if ($fail) { throw new Exception('failed'); } } function __destruct() { echo "destructed\n"; } }
try { new Dies(true); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
new Dies(false);
function returned() { return new class { function __construct() { return; } }; }
echo get_class(returned()) !== '' ? "anonymous\n" : '';
?>
--EXPECTF--
13named,1 t,7 1
Cannot modify readonly property Point::$x
Cannot %r(indirectly )?%rmodify readonly property Once::$list
Cannot %r(indirectly )?%rmodify readonly property Once::$list
made bool(true)
Call to private Single::__construct() from global scope
User User NULL
failed
destructed
anonymous
