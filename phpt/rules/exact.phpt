--TEST--
Exact names
--FILE--
<?php
require __DIR__ . '/woven.inc';
$code = 'namespace App; function report() {} function reports() {} class Repo { function find() {} function findAll() {} static function FIND_one() {} }
class Repository extends Repo { function find() {} }
report(); reports(); (new Repo)->find(); (new Repo)->findAll(); Repo::find_one(); (new Repository)->find(); (new class extends Repo { function find() {} })->find(); eval("function report() {} report();");';
foreach (['App\report', '\app\REPORT', 'report', 'App\Repo::find', 'app\repo::Find_One', 'Repo::find', 'App\Repo::missing'] as $target) {
    echo $target, ': ', woven("[[rule]]\ntarget = '$target'\nwrapper = 'named'", $code);
}
?>
--EXPECT--
App\report: [App\report] 
\app\REPORT: [App\report] 
report: [report] 
App\Repo::find: [App\Repo::find] 
app\repo::Find_One: [App\Repo::FIND_one] 
Repo::find: 
App\Repo::missing:
