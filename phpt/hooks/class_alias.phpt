--TEST--
A class may be named by an alias that is made before or after the hook
--INI--
weft.hook=*
--FILE--
<?php
namespace App;
class Books { function find() { echo "find\n"; } static function all() { echo "all\n"; } function __construct() { } }
class Rare extends Books { function find() { echo "rare\n"; } }
$say = fn(string $text) => function () use ($text) { echo $text; };
\Weft\hook('Before::find', $say('>'));
\Weft\hook('Before+::find', $say('+'));
\Weft\hook('Nobody::find', $say('never'));
(new Books)->find();
class_alias('App\Books', 'Before');
(new \Before)->find(); (new Books)->find(); (new Rare)->find();
class_alias('App\Books', 'Library\After');
\Weft\hook('library\AFTER::all', function (\Weft\Call $call) { echo "$call->class "; });
\Library\After::all(); Books::all();
\Weft\hook('Later::all', $say('later '));
\call_user_func('class_alias', 'Before', 'Later');
Books::all();
foreach (\Weft\hooks() as $hook) echo "$hook[target]: $hook[state] $hook[calls]\n";
\Weft\unhook_all();
(new \Before)->find();
class_alias('App\Rare', 'Unhooked');
(new \Unhooked)->find();
?>
--EXPECT--
find
>+find
>+find
+rare
App\Books all
App\Books all
App\Books later all
Before::find: woven 2
Before+::find: woven 3
Nobody::find: waiting 0
library\AFTER::all: woven 3
Later::all: woven 1
find
rare
