--TEST--
The table names where rules come from, which of them are off and why, and the templates that they name
--INI--
weft.hook=report, App\*
weft.rules={PWD}/rules.toml
weft.wrappers_path={PWD}/templates
error_log=/dev/null
--FILE--
<?php
ob_start();
(new ReflectionExtension('weft'))->info();
foreach (explode("\n", ob_get_clean()) as $line) {
    if (preg_match('/^(State|Rule|Template)/', $line)) echo str_replace(__DIR__, '', $line), "\n";
}
?>
--EXPECTF--
State => on
Rules => 5
Rules of weft.hook => report, App\*
Rules of /rules.toml => 4
Rule is off => /rules.toml:4: wrapper "absent": absent.php: found no such template, expected absent.php in /templates or one of %s
Rule is off => /rules.toml:8: wrapper "broken": /templates/broken.php:2: found no call of \Weft\proceed(), expected at least one
Rule is off => /rules.toml:15:1: found setting "nmae", which wrapper "custom" does not take; expected one of "name"
Template absent => cannot be used: absent.php: found no such template, expected absent.php in /templates or one of %s
Template broken => cannot be used: /templates/broken.php:2: found no call of \Weft\proceed(), expected at least one
Template custom => /templates/custom.php
Template observe => weft://observe.php
