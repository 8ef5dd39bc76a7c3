--TEST--
The code behind a property has a pattern of its own, and belongs to its class
--SKIPIF--
<?php if (PHP_VERSION_ID < 80400) die('skip property hooks and lazy objects came with PHP 8.4'); ?>
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'class P { public string $name = "a" { get => strtoupper($this->name); set(string $v) { $this->name = trim($v); } } public int $one { get { include_once __FILE__; return 1; } } function get() {} } $p = new P; $p->name = "b"; $p->name; $p->one; $p->get();';
foreach (['P::$name::get', 'P::$*::set', 'P::$name::*', 'P::get', 'P::*', '*::*', '*'] as $target) {
    foreach (['auto', 'call'] as $join) {
        echo "$target, $join: ", woven("[[rule]]\ntarget = '$target'\nwrapper = 'named'", $code, ['weft.join' => $join]);
    }
}
?>
--EXPECT--
P::$name::get, auto: [P::$name::get] 
P::$name::get, call: [P::$name::get] 
P::$*::set, auto: [P::$name::set] 
P::$*::set, call: [P::$name::set] 
P::$name::*, auto: [P::$name::set] [P::$name::get] 
P::$name::*, call: [P::$name::set] [P::$name::get] 
P::get, auto: [P::get] 
P::get, call: [P::get] 
P::*, auto: [P::$name::set] [P::$name::get] [P::get] 
P::*, call: [P::$name::set] [P::$name::get] [P::get] 
*::*, auto: [P::$name::set] [P::$name::get] [P::get] 
*::*, call: [P::$name::set] [P::$name::get] [P::get] 
*, auto: [P::$name::set] [P::$name::get] [P::get] 
*, call: [P::$name::set] [P::$name::get] [P::get] 
