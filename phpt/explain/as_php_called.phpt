--TEST--
The woven function as PHP: where the original stands apart, the wrapper calls it
--INI--
weft.rules={PWD}/files/woven.toml
weft.wrappers_path={PWD}/files/templates
weft.join=call
--FILE--
<?php
foreach (Weft\explain_file(__DIR__ . '/files/woven.php') as $answer) {
    echo str_replace(__DIR__, '', $answer['php']), "\n";
}
?>
--EXPECT--
function greet(string $name, &...$rest): string
{
    // woven by /files/woven.toml:1 with polite
    // called: weft.join is call
    // the original stands apart under a hidden name and gets the very arguments of this call
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $weft_name) {
        echo "$greeting {$weft_name}, $patience\n";
    }
    try {
        $result = greet__original($name, ...$rest);
    } finally {
        echo 'bye';
    }
    return $result;
}

function greet__original(string $name, &...$rest): string
{
    switch ($name) {
        case '':
            return 'nobody';   // at all
    }
    $result = <<<TEXT
        $name
      TEXT;
    if ($rest) return "$result!";

    return $result;
}

public function __construct(private readonly int $width = 1, protected ?Door $next = null)
{
    // woven by /files/woven.toml:1 with polite
    // called: weft.join is call
    // the original stands apart under a hidden name and gets the very arguments of this call
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        $result = $this->__construct__original($width, $next);
    } finally {
        echo 'bye';
    }
    return $result;
}

private function __construct__original(int $width = 1, ?Door $next = null)
{
    $this->width = $width;
    $this->next = $next;
    $this->check();
}

final protected static function &all(): array
{
    // woven by /files/woven.toml:1 with polite
    // called: weft.join is call
    // the original stands apart under a hidden name and gets the very arguments of this call
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        $result = &self::all__original();
    } finally {
        echo 'bye';
    }
    return $result;
}

private static function &all__original(): array
{
    static $all = []; return $all;
}

private function check(): void
{
    // woven by /files/woven.toml:1 with polite
    // called: weft.join is call
    // the original stands apart under a hidden name and gets the very arguments of this call
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        $result = $this->check__original();
    } finally {
        echo 'bye';
    }
    return;
}

private function check__original(): void
{
    if ($this->width) {
        return;
    }
    throw new Exception;
}

function leave(): never
{
    // woven by /files/woven.toml:1 with polite
    // called: weft.join is call
    // the original stands apart under a hidden name and gets the very arguments of this call
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        $result = $this->leave__original();
    } finally {
        echo 'bye';
    }
    throw new \TypeError('a never-returning function must not return');
}

private function leave__original(): never
{
    exit;
}

$original = static fn(int $x): int => $x + $outer;

static function (int $x) use ($outer): int {
    // woven by /files/woven.toml:1 with polite
    // called: weft.join is call
    // the original stands apart under a hidden name and gets the very arguments of this call
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        $result = $original($x);
    } finally {
        echo 'bye';
    }
    return $result;
}

$original = function () use (&$outer) { $outer++; };

function () use (&$outer) {
    // woven by /files/woven.toml:1 with polite
    // called: weft.join is call
    // the original stands apart under a hidden name and gets the very arguments of this call
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        $result = $original();
    } finally {
        echo 'bye';
    }
    return $result;
}

function log2()
{
    // woven by /files/woven.toml:7 with polite
    // called: weft.join is call
    // the original stands apart under a hidden name and gets the very arguments of this call
    // only in requests in which the rule is in force: in others only the original runs
    $greeting = 'hello';
    $patience = 1.5;
    $to = ['a', 'b'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        $result = log2__original();
    } finally {
        echo 'bye';
    }
    return $result;
}

function log2__original()
{
    yield 1;
    return 2;
}
