--TEST--
weft.trace writes every call as a tree, with arguments, result and time
--INI--
opcache.jit=off
opcache.jit_buffer_size=0
weft.trace={PWD}/trace.tmp
--FILE--
<?php
class Shop {
    function total(array $prices, #[SensitiveParameter] string $card) { return array_sum($prices) + self::tax(20); }
    static function tax(int $percent) { return $percent / 10; }
}
function fails() { throw new LogicException('x'); }
$total = (new Shop)->total([1, 2.5], 'secret');
try { fails(); } catch (LogicException) {}
echo preg_replace(['~<[\d.]+ (µs|ms|s)>~', '~include /.*/~'], ['<time>', 'include '], file_get_contents(__DIR__ . '/trace.tmp'));
?>
--CLEAN--
<?php @unlink(__DIR__ . '/trace.tmp'); ?>
--EXPECT--
include trace.php
  Shop->total([1, 2.5], SensitiveParameter)
    array_sum([1, 2.5]) = 3.5 <time>
    Shop::tax(20) = 2 <time>
  = 5.5 <time>
  fails()
    Exception->__construct('x') = null <time>
  ! LogicException <time>
