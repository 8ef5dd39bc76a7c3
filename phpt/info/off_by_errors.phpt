--TEST--
Each error in the configuration has a row; weft is off then, and PHP runs on
--INI--
weft.join=sometimes
weft.hook=App*
weft.rules={PWD}/no-such-file.toml
error_log=/dev/null
--FILE--
<?php
ob_start();
(new ReflectionExtension('weft'))->info();
foreach (explode("\n", ob_get_clean()) as $line) {
    if (preg_match('/^(State|Error|Rules)/', $line)) echo str_replace(__DIR__, '', $line), "\n";
}
?>
--EXPECT--
State => off: the configuration has errors, PHP runs without weft
Error => weft.join: found "sometimes", expected "auto", "splice" or "call"
Error => /no-such-file.toml:1:1: found nothing that can be read, expected a rules file: No such file or directory (os error 2)
Rules => 1
Rules of weft.hook => App*
