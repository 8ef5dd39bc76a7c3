--TEST--
A callback's closure is there as long as it runs, and goes when nothing holds it
--INI--
weft.hook=target
error_log=/dev/null
--FILE--
<?php
final class Named
{
    public function __construct(public string $name) {}
    public function __destruct() { echo "$this->name is gone\n"; }
}
function target(int $n): int
{
    return $n;
}

echo "--- after many calls\n";
$named = new Named('first');
$hook = Weft\hook('target', before: function () use ($named): void {}, after: function () use ($named): void {});
$named = null;
for ($i = 0; $i < 300; $i++) { target($i); }
$hook->remove();
unset($hook);

echo "--- removed by itself\n";
$named = new Named('second');
$calls = 0;
$hook = Weft\hook('target', before: function () use ($named, &$hook, &$calls): void {
    if (++$calls === 3) {
        $hook->remove();
        $hook = null;
        gc_collect_cycles();
        echo "still here: $named->name\n";
    }
});
$named = null;
for ($i = 0; $i < 5; $i++) { target($i); }
echo "$calls calls\n";
Weft\hook('target', before: static function (): void {})->remove();

echo "--- removed while a fiber is suspended in it\n";
$named = new Named('third');
$suspends = false;
$hook = Weft\hook('target', before: function () use ($named, &$suspends): void {
    if ($suspends) { Fiber::suspend(); echo "resumed: $named->name\n"; }
});
$named = null;
target(1); target(2);
$suspends = true;
$fiber = new Fiber(static function (): void { echo target(3), "\n"; });
$fiber->start();
$hook->remove();
unset($hook);
gc_collect_cycles();
$fiber->resume();
Weft\hook('target', before: static function (): void {})->remove();

echo "--- a generator, which outlives its call\n";
$kept = [];
$hook = Weft\hook('target', before: static function () use (&$kept): Generator { yield 'from a generator'; });
target(1); target(2); target(3);
$hook->remove();
unset($hook);

echo "--- left by exceptions\n";
$named = new Named('fourth');
$hook = Weft\hook('target', before: function () use ($named): void { throw new Exception($named->name); });
$named = null;
for ($i = 0; $i < 50; $i++) { target($i); }
$hook->remove();
unset($hook);

echo "--- suspended at the end\n";
$named = new Named('fifth');
Weft\hook('target', before: function () use ($named, &$ends): void { if ($ends) { Fiber::suspend(); echo "never\n"; } });
$named = null;
target(1); target(2);
$ends = true;
$fiber = new Fiber(static function (): void { try { target(3); } finally { echo "fiber ends\n"; } });
$fiber->start();
echo "end\n";
?>
--EXPECT--
--- after many calls
first is gone
--- removed by itself
still here: second
3 calls
second is gone
--- removed while a fiber is suspended in it
resumed: third
3
third is gone
--- a generator, which outlives its call
--- left by exceptions
fourth is gone
--- suspended at the end
end
fiber ends
fifth is gone
