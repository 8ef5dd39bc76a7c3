--TEST--
A rule denies the callbacks on its functions the right to change anything, and no others
--INI--
weft.hook=*
weft.rules={PWD}/rules/read-only.toml
--FILE--
<?php
function guarded() { return 'as it was'; }
function free() { return 'as it was'; }
Weft\hook('*', after: function (Weft\Call $call) { $call->result = 'changed'; });
echo guarded(), "\n", free(), "\n";
?>
--EXPECTF--
weft: a change by the after callback for * is refused: by the rule at %sread-only.toml:1 callbacks are read-only
as it was
changed
