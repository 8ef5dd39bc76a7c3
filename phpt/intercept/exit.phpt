--TEST--
exit and die: a before callback sees the status, changes it, or has PHP go on
--FILE--
<?php
Weft\hook('exit', function (Weft\Call $call) {
    $status = $call->arguments[0] ?? null;
    echo '<', $call->function, ' ', json_encode($status), '>';
    if ($status === 'skipped' || $status === null) {
        $call->skip();
    } elseif ($status === 7) {
        $call->arguments = ["changed\n"];
    }
});
eval('
    function stops($status) { try { exit($status); } finally { echo "finally "; } return "went on"; }
    function bare() { exit; }
    function dies($here) { $here or die(7); echo "never"; }
');
register_shutdown_function(function () { echo "shutdown\n"; });
echo stops('skipped'), "\n";
bare();
echo "bare\n";
dies(false);
?>
--EXPECT--
<exit "skipped">finally went on
<exit null>bare
<exit 7>changed
shutdown
