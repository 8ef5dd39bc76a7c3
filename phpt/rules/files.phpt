--TEST--
Several files, globs, and a file named twice
--FILE--
<?php
require __DIR__ . '/woven.inc';
$here = __DIR__ . '/files.d';
mkdir($here);
mkdir("$here/more");
file_put_contents("$here/1.toml", "[[rule]]\ntarget = '*'\nwrapper = 'other'\nmark = 'one'\n");
file_put_contents("$here/2.toml", "[[rule]]\ntarget = 'b'\nwrapper = 'other'\nmark = 'two'\n");
file_put_contents("$here/more/3.toml", "[[rule]]\ntarget = 'c'\nwrapper = 'other'\nmark = 'three'\n");
file_put_contents("$here/empty.toml", "# nothing\n");
$code = 'function a() {} function b() {} function c() {} a(); b(); c();';
foreach (["$here/1.toml:$here/2.toml", "$here/2.toml:$here/1.toml", "$here/?.toml", "$here/*.toml:$here/more/*", "$here/1.toml:$here/2.toml:$here/1.toml", "$here/empty.toml", ":$here/2.toml:", "$here/missing.toml", "$here/missing*.toml:$here/2.toml", $here] as $files) {
    echo str_replace(__DIR__, '', $files . ': ' . woven('', $code, ['weft.rules' => $files]));
}
array_map('unlink', glob("$here/*.toml"));
unlink("$here/more/3.toml");
rmdir("$here/more");
rmdir($here);
?>
--EXPECT--
/files.d/1.toml:/files.d/2.toml: <one a> <two b> <one c> 
/files.d/2.toml:/files.d/1.toml: <one a> <one b> <one c> 
/files.d/?.toml: <one a> <two b> <one c> 
/files.d/*.toml:/files.d/more/*: <one a> <two b> <three c> 
/files.d/1.toml:/files.d/2.toml:/files.d/1.toml: <one a> <two b> <one c> 
/files.d/empty.toml: 
:/files.d/2.toml:: <two b> 
/files.d/missing.toml: weft: /files.d/missing.toml:1:1: found nothing that can be read, expected a rules file: No such file or directory (os error 2); weft is off

/files.d/missing*.toml:/files.d/2.toml: <two b> 
/files.d: weft: /files.d:1:1: found something that is not a regular file, expected a rules file; weft is off
