--TEST--
Names with *
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'namespace App { function a() {} function ab() {} class User { function findOne() {} function find() {} static function save() {} } }
namespace App\Sub { function a() {} class User { function find() {} } }
namespace { function a() {} function is_it() {} class User { function find() {} }
a(); is_it(); App\a(); App\ab(); App\Sub\a(); (new User)->find(); (new App\User)->findOne(); (new App\User)->find(); App\User::save(); (new App\Sub\User)->find(); (function () {})(); }';
foreach (['App\*', 'App\a*', '*a', 'is_*', '*_it', '*::*', '*::find*', 'App\*::*', 'App\*User::find', 'App\Sub\*::*d', '*User::save', '*', '*\*'] as $target) {
    echo $target, ': ', woven("[[rule]]\ntarget = '$target'\nwrapper = 'named'", $code);
}
?>
--EXPECTF--
App\*: [App\a] [App\ab] [App\Sub\a] 
App\a*: [App\a] [App\ab] 
*a: [a] [App\a] [App\Sub\a] 
is_*: [is_it] 
*_it: [is_it] 
*::*: [User::find] [App\User::findOne] [App\User::find] [App\User::save] [App\Sub\User::find] 
*::find*: [User::find] [App\User::findOne] [App\User::find] [App\Sub\User::find] 
App\*::*: [App\User::findOne] [App\User::find] [App\User::save] [App\Sub\User::find] 
App\*User::find: [App\User::find] [App\Sub\User::find] 
App\Sub\*::*d: [App\Sub\User::find] 
*User::save: [App\User::save] 
*: [a] [is_it] [App\a] [App\ab] [App\Sub\a] [User::find] [App\User::findOne] [App\User::find] [App\User::save] [App\Sub\User::find] [{closure%r(:app\.php:[25])?%r}] 
*\*: [App\a] [App\ab] [App\Sub\a]
