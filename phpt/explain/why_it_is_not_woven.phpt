--TEST--
What is not woven says why: no rule, taken away, not enabled, another SAPI, a template that is broken, built in, or not there
--INI--
weft.rules={PWD}/files/rules.toml
weft.wrappers_path={PWD}/files/templates
error_log=/dev/null
--FILE--
<?php
namespace App;
function plain() {}
function away() {}
function disabled() {}
function elsewhere() {}
function broken() {}
function misspelt() {}
class Repo { function find() {} }
foreach (['other', 'App\plain', 'App\away', 'App\disabled', 'App\elsewhere', 'App\broken', 'App\misspelt', 'strlen', 'PDO::query', 'App\Repo::find', 'App\Repo::load', 'App\later'] as $target) {
    $answer = \Weft\explain($target);
    echo "$target: $answer[state]\n", str_replace(__DIR__, '', "  $answer[rule]\n    $answer[reason]\n");
}
?>
--EXPECT--
other: unknown
  
    nothing of this name is declared in this request; no rule names it
App\plain: not woven
  
    no rule names it
App\away: not woven
  
    /files/rules.toml:1 adds it by App\away and takes it away by !App\away
App\disabled: not woven
  
    /files/rules.toml:4 names it by App\disabled, but is not enabled
App\elsewhere: not woven
  
    /files/rules.toml:8 names it by App\elsewhere, but only for fpm-fcgi, apache2handler
App\broken: refused
  /files/rules.toml:12
    the rule is off: wrapper "broken": /files/templates/broken.php:2: found no call of \Weft\proceed(), expected at least one
App\misspelt: refused
  /files/rules.toml:16
    the rule is off: /files/rules.toml:19:1: found setting "nmae", which wrapper "custom" does not take; expected one of "name"
strlen: woven
  /files/rules.toml:21
    it is built in, and called through weft; the compiler leaves its calls what they are, in the files that it compiles from now on
PDO::query: woven
  /files/rules.toml:21
    it is built in, and called through weft
App\Repo::find: not woven
  
    no rule names it
App\Repo::load: unknown
  
    App\Repo has no such method; no rule names it
App\later: unknown
  /files/rules.toml:1
    nothing of this name is declared in this request
