"""Cases of tests/modes: other extensions beside weft, and other ways to load it."""

import shutil

from modes_restart import PACKAGES as EMBED, lives
from weft_modes import HOOKED, PLAIN, case, debian_files, expect, expect_in, woven

COVERED = r"""<?php
%s
ob_start();
require __DIR__ . '/app.php';
$out = ob_get_clean();
%s
foreach ($lines as $file => $found) {
    if (in_array(basename($file), ['app.php', 'library.php'])) {
        ksort($found);
        echo basename($file), json_encode($found), "\n";
    }
}
echo $out;
"""


def library(package, name):
    return next(debian_files(package).glob(f"usr/lib/php/*/{name}.so"))


def beside(world, load, page):
    """With the other extension loaded before weft and behind it, by both joins: the answer is that of plain PHP, and woven."""
    plain = world.cli(world.page(page), settings=load)
    lines, _, out = plain.rpartition("\n4 7")
    expect("4 7" + out, PLAIN)
    for join in ("auto", "call"):
        weft = world.weft(f"weft.join={join}")
        for settings in (load + weft, weft + load):
            expect(world.cli(world.page(page), settings=settings), f"{lines}\n{woven()}", f"weft.join={join}, {'behind' if settings[0] == load[0] else 'before'}")
            expect(world.cli(world.page("hooking"), settings=settings), HOOKED)
    return lines


@case("pcov beside weft: the same lines are covered")
def pcov(world):
    load = [f"extension={library(f'php{world.release}-pcov', 'pcov')}", "pcov.enabled=1", f"pcov.directory={world.pages}"]
    (world.pages / "covered.php").write_text(COVERED % (r"\pcov\start();", r"\pcov\stop(); $lines = \pcov\collect(\pcov\all);"))
    expect_in(r'"6":[1-9]', beside(world, load, "covered"))


@case("xdebug beside weft: the same lines are covered, dead and unused ones too")
def xdebug(world):
    load = [f"zend_extension={library(f'php{world.release}-xdebug', 'xdebug')}", "xdebug.mode=coverage"]
    for flags in ("0", "XDEBUG_CC_UNUSED", "XDEBUG_CC_UNUSED | XDEBUG_CC_DEAD_CODE"):
        (world.pages / "covered.php").write_text(COVERED % (f"xdebug_start_code_coverage({flags});", "$lines = xdebug_get_code_coverage(); xdebug_stop_code_coverage();"))
        expect_in(r'"6":1', beside(world, load, "covered"))


@case("xdebug beside weft: built-in functions are hooked, also those that xdebug replaces")
def xdebug_built_in(world):
    (world.pages / "builtin.php").write_text("""<?php
foreach (['md5', 'strlen', 'var_dump', 'set_time_limit', 'ArrayObject::count'] as $name) Weft\\hook($name, function () { echo '>'; }, function () { echo '<'; });
eval('echo md5("a"), strlen("abc"), (new ArrayObject([1]))->count();');
ob_start(); var_dump(1); $dumped = ob_get_clean();
set_time_limit(0);
Weft\\unhook_all();
echo $dumped[0], md5('a');
""")
    md5 = "0cc175b9c0f1b6a831c399e269772661"
    for mode in ("off", "develop", "trace", "coverage", "profile"):
        load = [f"zend_extension={library(f'php{world.release}-xdebug', 'xdebug')}", f"xdebug.mode={mode}", f"xdebug.output_dir={world.folder}", "xdebug.start_with_request=yes"]
        for settings in (load + world.idle(), world.idle() + load):
            expect(world.cli(world.page("builtin"), settings=settings), f"><{md5}><3><1><>{md5}", f"xdebug.mode={mode}")


@case("xdebug beside weft: tracing, profiling and develop mode")
def xdebug_modes(world):
    load = [f"zend_extension={library(f'php{world.release}-xdebug', 'xdebug')}", f"xdebug.output_dir={world.folder}", "xdebug.start_with_request=yes"]
    for mode in ("develop", "trace", "profile", "develop,trace,profile,coverage,gcstats"):
        for settings in (load + world.weft(), world.weft() + load):
            expect(world.cli(world.page("app"), settings=[*settings, f"xdebug.mode={mode}"]), woven(), mode)
            expect(world.cli(world.page("hooking"), settings=[*settings, f"xdebug.mode={mode}"]), HOOKED, mode)


EVENTS = r"""<?php
$told = [];
$tell = function (string $what) use (&$told) { return function () use (&$told, $what) { $told[$what] = ($told[$what] ?? 0) + 1; }; };
foreach (['error', 'exception', 'gc', 'compile', 'interrupt', 'opcode', 'include', 'eval'] as $event) {
    Weft\\on($event, $tell($event));
}
set_error_handler(fn() => true);
echo $undefined, @$undefined;
try { throw new LogicException('x'); } catch (LogicException) {}
gc_collect_cycles();
$load = require __DIR__ . '/loading.php';
eval('$value = 1;');
$end = hrtime(true) + 5e9;
while (!isset($told['interrupt']) && hrtime(true) < $end) { for ($i = 0; $i < 1000; $i++); }
Weft\\unhook_all();
ksort($told);
$told['interrupt'] = min($told['interrupt'] ?? 0, 1);
$told['opcode'] = min($told['opcode'] ?? 0, 1);
echo json_encode($told), "\\n";
"""
TOLD = '{"compile":1,"error":2,"eval":1,"exception":1,"gc":1,"include":1,"interrupt":1,"opcode":1}\n'


def every_event(world, neighbours=()):
    """Each event is told as often as ever, with opcache off, on and with its JIT, weft loaded before and behind the neighbour."""
    (world.pages / "events.php").write_text(EVENTS.replace("\\\\", "\\"))
    (world.pages / "loading.php").write_text("<?php return 1;")
    weft = [*world.weft(), "weft.hook=include,eval", "weft.profile_ms=1"]
    opcodes = ["weft.opcodes=UNSET_VAR,ECHO"]
    for engine in (["opcache.enable_cli=0"], ["opcache.enable_cli=1"], ["opcache.enable_cli=1", "opcache.jit=tracing", "opcache.jit_buffer_size=16M"]):
        for settings in ([*neighbours, *weft], [*weft, *neighbours]):
            expect(world.cli(world.page("events"), settings=[*settings, *engine, *opcodes]), TOLD, " ".join(engine))
            # With these the JIT is off.
            expect(world.cli(world.page("events"), settings=[*settings, *engine]), TOLD.replace('"opcode":1', '"opcode":0'), " ".join(engine))


@case("every event is told: opcache off, on, JIT")
def events(world):
    every_event(world)


@case("every event is told beside xdebug, before and behind it, in each of its modes")
def events_xdebug(world):
    load = [f"zend_extension={library(f'php{world.release}-xdebug', 'xdebug')}", f"xdebug.output_dir={world.folder}", "xdebug.start_with_request=yes"]
    for mode in ("develop", "develop,trace,profile,coverage,gcstats"):
        every_event(world, [*load, f"xdebug.mode={mode}"])


@case("every event is told beside pcov, before and behind it")
def events_pcov(world):
    every_event(world, [f"extension={library(f'php{world.release}-pcov', 'pcov')}", "pcov.enabled=1"])


@case("loaded twice: PHP says so, and weft weaves once")
def twice(world):
    out = world.cli(world.page("app"), settings=[*world.weft(), f"extension={world.so}", "display_startup_errors=0"])
    expect(out, woven())
    expect_in(r"Module .weft. is already loaded", world.log(), "log")


@case("loaded by dl(): weft says that it is off, and PHP runs on", *EMBED)
def dl(world):
    shutil.copy(world.so, world.folder / "weft.so")
    (world.pages / "loading.php").write_text(r"""<?php
echo (int) dl('weft.so'), (int) extension_loaded('weft'), ' ';
eval('namespace Shop; function shop() { return "shop"; }');
echo Shop\shop(), "\n";
require __DIR__ . '/app.php';
require __DIR__ . '/hooking.php';
ob_start();
(new ReflectionExtension('weft'))->info();
echo preg_match('/Error.*dl\(\)/', strip_tags(ob_get_clean())), "\n";
""")
    settings = [f"extension_dir={world.folder}", "enable_dl=1", f"weft.rules={world.rules()}", f"weft.wrappers_path={world.templates}"]
    expected = f"11 shop\n{PLAIN}watched\n1\n"
    expect(world.cli(world.page("loading"), settings=settings), expected)
    expect_in(r"weft: loaded by dl\(\), expected .*; weft is off", world.log(), "log")
    # It is gone at the end of the request, and may come again.
    for environment in ({}, {"ZEND_DONT_UNLOAD_MODULES": "1"}):
        expect(lives(world, (settings, ["loading", "app", "loading", "loading", "hooking"]), environment=environment), expected + PLAIN + expected + expected + "watched\n")
    # Where it is loaded already, nothing changes.
    (world.pages / "again.php").write_text("<?php echo (int) @dl('weft.so'); require __DIR__ . '/app.php';")
    expect(world.cli(world.page("again"), settings=[f"extension_dir={world.folder}", "enable_dl=1", "display_errors=0", *world.weft()]), f"0{woven()}")
