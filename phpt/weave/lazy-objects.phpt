--TEST--
Objects that are made when somebody looks
--SKIPIF--
<?php if (PHP_VERSION_ID < 80400) die('skip property hooks and lazy objects came with PHP 8.4'); ?>
--FILE--
<?php
class Book {
    public string $title;
    public function __construct(private string $from) { echo "made from $from\n"; $this->title = "title of $from"; }
    public function title() { return $this->title; }
}
$class = new ReflectionClass(Book::class);
$ghost = $class->newLazyGhost(function (Book $book) { $book->__construct('a ghost'); });
echo get_class($ghost), ' ', var_export($class->isUninitializedLazyObject($ghost), true), "\n", $ghost->title(), "\n";
$proxy = $class->newLazyProxy(fn () => new Book('a proxy'));
echo $proxy->title(), "\n";
$fails = $class->newLazyGhost(function () { throw new LogicException('cannot be made'); });
try { $fails->title(); } catch (LogicException $error) { echo $error->getMessage(), ' ', var_export($class->isUninitializedLazyObject($fails), true), "\n"; }
?>
--EXPECT--
Book true
made from a ghost
title of a ghost
made from a proxy
title of a proxy
cannot be made true
