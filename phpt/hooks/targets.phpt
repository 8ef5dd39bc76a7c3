--TEST--
Any user function is a target: by name, class, interface, trait, closure, pattern
--INI--
weft.hook=*
--FILE--
<?php
namespace App;
interface Findable { function find(); }
trait Counts { function count() { echo 'count '; } }
abstract class Repo implements Findable { function find() { echo 'find '; } static function all() { echo 'all '; } }
class Books extends Repo { use Counts; function __construct() { echo 'new '; } function __destruct() { echo 'end '; } function __call($n, $a) { echo "call-$n "; } }
enum Suit { case Hearts; function name() { echo 'suit '; } }
function report() { echo 'report '; }
$closure = function () { echo 'closure '; };
$run = function () use ($closure) {
    $books = new Books; $books->find(); Books::all(); $books->count(); $books->magic(); unset($books);
    Suit::Hearts->name(); report(); $closure(); (fn() => print('arrow '))();
};
foreach (['App\report', 'APP\REPORT', 'App\*', 'App\Repo::find', 'App\Books::find', 'App\Findable+::find', 'App\Books::*', 'App\Counts::count', 'App\Books::count',
          'App\Suit::name', '*::*', '*::__*', '{closure}'] as $target) {
    $hook = \Weft\hook($target, function () { echo '>'; });
    echo str_pad($target, 20);
    $run();
    $hook->remove();
    echo "\n";
}
foreach ([$closure, report(...), (new Books)->find(...), Books::all(...)] as $target) {
    $hook = \Weft\hook($target, function () { echo '>'; });
    echo str_replace(__DIR__, '', $hook->target), ': ';
    $run();
    $hook->remove();
    echo "\n";
}
?>
--EXPECT--
App\report          new find all count call-magic end suit >report closure arrow 
APP\REPORT          new find all count call-magic end suit >report closure arrow 
App\*               new find all count call-magic end suit >report closure arrow 
App\Repo::find      new >find all count call-magic end suit report closure arrow 
App\Books::find     new find all count call-magic end suit report closure arrow 
App\Findable+::find new >find all count call-magic end suit report closure arrow 
App\Books::*        >new find all >count >call-magic >end suit report closure arrow 
App\Counts::count   new find all >count call-magic end suit report closure arrow 
App\Books::count    new find all >count call-magic end suit report closure arrow 
App\Suit::name      new find all count call-magic end >suit report closure arrow 
*::*                >new >find >all >count >call-magic >end >suit report closure arrow 
*::__*              >new find all count >call-magic >end suit report closure arrow 
{closure}           >new find all count call-magic end suit report >closure >arrow 
new {closure} in /targets.php:9: new find all count call-magic end suit report >closure arrow 
App\report: new find all count call-magic end suit >report closure arrow 
App\Repo::find: new >find all count call-magic end suit report closure arrow 
App\Repo::all: new find >all count call-magic end suit report closure arrow 
end 
