--TEST--
The woven function as PHP: the template with the original's source where it proceeds, settings as constants, equal variables told apart
--INI--
weft.rules={PWD}/files/woven.toml
weft.wrappers_path={PWD}/files/templates
--FILE--
<?php
foreach (Weft\explain_file(__DIR__ . '/files/woven.php') as $answer) {
    if ($answer['join'] === 'splice') echo str_replace(__DIR__, '', $answer['php']), "\n";
}
?>
--EXPECT--
function greet(string $name, &...$rest): string
{
    // woven by /files/woven.toml:1 with polite
    // spliced: wrapper and original are one function
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $weft_name) {
        echo "$greeting {$weft_name}, $patience\n";
    }
    try {
        // >>> the original
        switch ($name) {
            case '':
                $weft_result = 'nobody';
                goto proceeded;   // at all
        }
        $result = <<<TEXT
        $name
      TEXT;
        if ($rest) { $weft_result = "$result!"; goto proceeded; }

        $weft_result = $result;
        proceeded:
        // <<< the wrapper
    } finally {
        echo 'bye';
    }
    return $weft_result;
}

public function __construct(private readonly int $width = 1, protected ?Door $next = null)
{
    // woven by /files/woven.toml:1 with polite
    // spliced: wrapper and original are one function
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        // >>> the original
        $this->check();
        $result = null;
        // <<< the wrapper
    } finally {
        echo 'bye';
    }
    return $result;
}

private function check(): void
{
    // woven by /files/woven.toml:1 with polite
    // spliced: wrapper and original are one function
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        // >>> the original
        if ($this->width) {
            $result = null;
            goto proceeded;
        }
        throw new Exception;
        proceeded:
        // <<< the wrapper
    } finally {
        echo 'bye';
    }
    return;
}

function leave(): never
{
    // woven by /files/woven.toml:1 with polite
    // spliced: wrapper and original are one function
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        // >>> the original
        exit;
        // <<< the wrapper
    } finally {
        echo 'bye';
    }
    throw new \TypeError('a never-returning function must not return');
}

static function (int $x) use ($outer): int {
    // woven by /files/woven.toml:1 with polite
    // spliced: wrapper and original are one function
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        // >>> the original
        $result = $x + $outer;
        // <<< the wrapper
    } finally {
        echo 'bye';
    }
    return $result;
}

function () use (&$outer) {
    // woven by /files/woven.toml:1 with polite
    // spliced: wrapper and original are one function
    $greeting = 'it\'s me';
    $patience = 1.5;
    $to = ['you'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        // >>> the original
        $outer++;
        $result = null;
        // <<< the wrapper
    } finally {
        echo 'bye';
    }
    return $result;
}

function log2()
{
    // woven by /files/woven.toml:7 with polite
    // spliced: wrapper and original are one function
    // only in requests in which the rule is in force: in others only the original runs
    // a generator: what stands before the original runs at the call, what stands behind it when the generator ends
    $greeting = 'hello';
    $patience = 1.5;
    $to = ['a', 'b'];
    foreach ($to as $name) {
        echo "$greeting {$name}, $patience\n";
    }
    try {
        // >>> the original
        yield 1;
        $result = 2;
        // <<< the wrapper
    } finally {
        echo 'bye';
    }
    return $result;
}
