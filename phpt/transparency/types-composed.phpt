--TEST--
Union and intersection types, self and static, of parameters and of results; messages name the true caller
--FILE--
<?php
interface P {} interface Q {}
class PQ implements P, Q { function me(): static { return $this; } function other(self $o): self { return $o; } function wrong(): static { return new PQ; } }
class Child extends PQ {}
function both(P&Q $x): P&Q { return $x; }
function some(int|string|null $x): int|false { return $x; }
echo get_class(both(new PQ)), get_class((new Child)->me()), get_class((new Child)->other(new PQ)), var_export(some('12'), true), "\n";
foreach ([fn () => both(new class implements P {}), fn () => (new Child)->wrong(), fn () => some([]), fn () => some('x'), fn () => (new PQ)->other(new stdClass)] as $try) {
    try {
        $try();
    } catch (TypeError $e) {
        echo preg_replace('/\0.*?(?= given)/', '', $e->getMessage()), ' at ', $e->getLine(), "\n";
    }
}
?>
--EXPECTF--
PQChildPQ12
both(): Argument #1 ($x) must be of type P&Q, P@anonymous given, called in %stypes-composed.php on line 8 at 5
PQ::wrong(): Return value must be of type Child, PQ returned at 3
some(): Argument #1 ($x) must be of type string|int|null, array given, called in %stypes-composed.php on line 8 at 6
some(): Return value must be of type int|false, string returned at 6
PQ::other(): Argument #1 ($o) must be of type PQ, stdClass given, called in %stypes-composed.php on line 8 at 3
