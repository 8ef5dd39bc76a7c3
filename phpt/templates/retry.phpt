--TEST--
retry calls again when the original throws what it is to be retried on
--INI--
weft.rules={PWD}/rules/retry.toml
--FILE--
<?php
class Busy extends RuntimeException {}
final class Gateway
{
    public int $tries = 0;
    public function __construct(private int $works) {}
    public function charge(int $amount): int
    {
        echo "try $amount ";
        if (++$this->tries < $this->works) throw new Busy("try $this->tries");
        return $amount;
    }
    public function refuses(): never { $this->tries++; throw new LogicException('no'); }
    public function breaks(): never { $this->tries++; throw new Error('broken'); }
}
function default_times(): never { static $tries = 0; throw new Exception('try ' . ++$tries); }
function unknown_class(): never { static $tries = 0; throw new Exception('try ' . ++$tries); }
function once(): never { static $tries = 0; throw new Exception('try ' . ++$tries); }

$attempt = static function (callable $call): void {
    try {
        echo $call(), "\n";
    } catch (Throwable $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
};
$attempt(static fn () => (new Gateway(1))->charge(5));
$attempt(static fn () => (new Gateway(5))->charge(6));
$attempt(static fn () => (new Gateway(6))->charge(7));
foreach (['refuses', 'breaks'] as $method) {
    $gateway = new Gateway(0);
    $attempt([$gateway, $method]);
    echo "  $gateway->tries\n";
}
$attempt('default_times');
$attempt('unknown_class');
$attempt('once');
?>
--EXPECT--
try 5 5
try 6 try 6 try 6 try 6 try 6 6
try 7 try 7 try 7 try 7 try 7 Busy: try 5
LogicException: no
  1
Error: broken
  1
Exception: try 3
Exception: try 1
Exception: try 1
