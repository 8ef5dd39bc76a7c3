--TEST--
What has #[Weft\Hook] is woven when it is compiled, without a rule; hooks fire at once, with opcache as without
--FILE--
<?php
#[Weft\Hook] function marked() { return 'marked'; }
function plain() { return 'plain'; }
#[Weft\Hook] final class Service { public function run() { return 'run'; } }
class Other { #[\Weft\Hook] public static function make() { return 'make'; } }
foreach (['marked', 'Service::run', 'Other::make', 'plain'] as $target) echo "$target: ", Weft\explain($target)['state'], "\n";
Weft\hook('@Weft\Hook', function (Weft\Call $call) { echo '>'; });
echo marked(), ' ', (new Service)->run(), ' ', Other::make(), "\n";
$hook = (new ReflectionFunction('marked'))->getAttributes()[0]->newInstance();
echo $hook::class, ' ', $hook->stats()['state'], "\n";
try { eval('class A { #[Weft\Hook] public $p; }'); } catch (Error $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECTF--
marked: woven
Service::run: woven
Other::make: woven
plain: not woven
>marked >run >make
Weft\Hook removed

Fatal error: Attribute "Weft\Hook" cannot target property (allowed targets: class, function, method) in %s
