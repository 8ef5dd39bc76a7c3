--TEST--
Enums: methods, static methods, constants, interfaces
--FILE--
<?php
interface HasLabel { function label(): string; }
trait Lower { function lower() { return strtolower($this->name); } }
enum Suit: string implements HasLabel {
    use Lower;
    case Hearts = 'H';
    case Spades = 'S';
    const Wild = self::Spades;
    function label(): string { return ucfirst($this->lower()) . ' ' . $this->color(); }
    private function color(): string { return match ($this) { self::Hearts => 'Red', self::Spades => 'Black' }; }
    static function random(int $n): self { return self::cases()[$n % 2]; }
}
enum Status { case On; case Off; function not(): self { return $this === self::On ? self::Off : self::On; } }
echo Suit::Hearts->label(), ', ', Suit::from('S')->label(), ', ', Suit::tryFrom('X')?->label() ?? 'none', ', ', Suit::random(3)->name, "\n";
echo Status::On->not()->name, Status::On->not()->not()->name, ' ', Suit::Wild->lower(), "\n";
echo Suit::Hearts instanceof HasLabel ? 'labelled' : 'not', ' ', count(Status::cases()), "\n";
?>
--EXPECT--
Hearts Red, Spades Black, none, Spades
OffOn spades
labelled 2
