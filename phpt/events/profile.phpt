--TEST--
weft.profile appends folded stacks when the request ends
--INI--
weft.profile={PWD}/folded.tmp
weft.profile_ms=1
weft.profile_clock=cpu
--FILE--
<?php
class Work {
    function busy() { for ($i = 0; $i < 1e6; $i++); }
    static function start() { $end = hrtime(true) + 2e8; while (hrtime(true) < $end) { (new Work)->busy(); } }
}
register_shutdown_function(fn() => print("done\n"));
Work::start();
?>
--CLEAN--
<?php @unlink(__DIR__ . '/folded.tmp'); ?>
--EXPECT--
done
