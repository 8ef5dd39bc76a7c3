--TEST--
Events that weft.events names are signals: alike ones are counted, messages come without their values
--FILE--
<?php
require __DIR__ . '/../lib/daemon.inc';
$daemon = new Daemon;
echo $daemon->run(__DIR__ . '/signals.inc', 'time', ['weft.events' => 'error,exception,gc,compile'])->output;
foreach ($daemon->all('Signal') as [$name, $attributes]) {
    echo $name;
    foreach ($attributes as [$key, $value]) {
        echo " $key=", match ($key) {
            'fingerprint' => preg_match('/^[0-9a-f]{16}$/', $value),
            'duration_ns' => $value > 0 ? 'some' : $value,
            'file' => basename($value),
            default => json_encode($value),
        };
    }
    echo "\n";
}
?>
--EXPECTF--
php.error class="E_USER_WARNING" message="order ? of '?' failed" file=signals.inc line=4 suppressed=false fingerprint=1 count=3
php.error class="E_COMPILE_ERROR" message="Cannot redeclare %Sf() (previously declared in %s(?) : eval()'?'" file=signals.inc(15) : eval()'d code line=1 suppressed=false fingerprint=1 count=1
php.error class="E_USER_NOTICE" message="silent" file=signals.inc line=6 suppressed=true fingerprint=1 count=1
php.exception class="LogicException" message="no user ?" file=signals.inc line=8 uncaught=false fingerprint=1 count=2
php.gc runs=1 collected=0 duration_ns=some
php.compile files=2 cached=%d woven=%d duration_ns=some
