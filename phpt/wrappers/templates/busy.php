<?php
/** A wrapper that uses much of the language, on both sides of the original. */
return static function (string $mode = 'd', array $weights = ['a' => 1, 'b' => 2, 'c' => 3]): mixed {
    $sum = 0;
    foreach ($weights as $name => $weight) {
        if ($name === 'b') {
            continue;
        }
        foreach ([1, 2, 3] as $factor) {
            if ($factor === 3) {
                break;
            }
            $sum += $weight * $factor;
        }
    }
    switch ($mode) {
        case 'a': $text = 'A'; break;
        case 'b': $text = 'B'; break;
        case 'c': $text = 'C'; break;
        case 'd': $text = 'D';
        case 'e': $text .= 'E'; break;
        case 'f': $text = 'F'; break;
        case 'g': $text = 'G'; break;
        default: $text = '?';
    }
    $kind = match ($sum) { 1 => 'one', 2 => 'two', 3 => 'three', 4 => 'four', 5 => 'five', 12 => 'twelve', default => 'many' };
    [$first, [, $second]] = [$text, [1, $kind]];
    $object = new \stdClass;
    $object->list['x'][] = $second ?? 'none';
    $object->count = ($object->count ?? 0) + 1;
    $log = "<$first {$object->list['x'][0]}";
    $reference = &$object->deep;
    $reference = $sum > 5 && !isset($missing) ? 'deep' : 'flat';
    try {
        try {
            throw new \LogicException('own');
        } catch (\InvalidArgumentException | \LogicException $caught) {
            $log .= ' ' . $caught->getMessage();
        } finally {
            $log .= ' finally';
        }
        $result = \Weft\proceed();
        $log .= ' returned';
    } catch (\DomainException $error) {
        $log .= ' domain';
        throw new \RuntimeException($error->getMessage() . ' wrapped', 0, $error);
    } finally {
        do {
            $log .= ' ' . --$sum;
        } while ($sum > 10);
        echo $log, ' ', $object->deep, \PHP_INT_SIZE, '> ';
    }
    return $result;
};
