"""Cases of tests/modes: every way in which opcache keeps and changes code, and caches that were written with other rules."""

import os
import re
import shutil

from weft_modes import HOOKED, PLAIN, Failure, case, expect, expect_in, program, until, woven


@case("opcache: each request after the first comes from memory, and is woven")
def memory(world):
    (world.pages / "jit.php").write_text("<?php echo (int) (opcache_get_status(false)['jit']['on'] ?? false);")
    for more in ([], ["opcache.optimization_level=0"], ["opcache.protect_memory=1"], ["opcache.jit_buffer_size=16M", "opcache.jit=1205"],
                 ["opcache.jit_buffer_size=16M", "opcache.jit=1254", "opcache.jit_hot_loop=2", "opcache.jit_hot_func=2"],
                 ["opcache.jit_buffer_size=16M", "opcache.jit=tracing", "opcache.protect_memory=1"]):
        for join in ("auto", "call"):
            with world.http_server(world.weft(f"weft.join={join}") + world.opcache(*more)) as pages:
                jit = pages.get("jit")
                expect(jit, str(int("jit" in str(more))), f"{more}: is the JIT on?")
                first = pages.get("counting")
                number = int(re.search(r"woven here: (\d+)", first)[1])
                for _ in range(6):
                    expect(pages.get("app"), woven(), f"{more} {join}")
                    expect(pages.get("hooking"), HOOKED, f"{more} {join}")
                # Nothing was woven anew, but what came in later.
                expect(pages.get("counting"), woven() + f"woven here: {number}\n", f"{more} {join}")
                if number < 5:
                    raise Failure(f"only {number} functions were woven")


BUILT_IN = """<?php
$named = isset($_GET['hook']) ? ['strlen', 'md5', 'ArrayObject::count'] : [];
foreach ($named as $name) Weft\\hook($name, function (Weft\\Call $call) { echo $call->function, ' '; });
require __DIR__ . '/callers.php';
echo json_encode(work('abc')), array_sum(array_column(Weft\\hooks(), 'calls'));
"""
CALLERS = "<?php class Kept extends ArrayObject {} function work($text) { return [strlen($text), md5('constant'), (new Kept([1]))->count()]; }"


@case("opcache: built-in functions that are hooked while it has code that does without a call of them")
def built_in(world):
    (world.pages / "callers.php").write_text(CALLERS)
    (world.pages / "builtin.php").write_text(BUILT_IN)
    world.age("callers.php")
    result = '[3,"617ac08757d38a5a7ed91c224f0e90a0",1]'
    for more in ([], ["opcache.protect_memory=1"], ["opcache.jit_buffer_size=16M", "opcache.jit=1205"],
                 ["opcache.jit_buffer_size=16M", "opcache.jit=1254", "opcache.jit_hot_loop=2", "opcache.jit_hot_func=2"]):
        with world.http_server(world.idle() + world.opcache(*more)) as pages:
            for _ in range(4):
                expect(pages.get("builtin"), result + "0", f"{more}, not hooked")
            for _ in range(4):
                expect(pages.get("builtin.php?hook=1"), f"strlen md5 count {result}3", f"{more}, hooked")
            for _ in range(4):
                expect(pages.get("builtin"), result + "0", f"{more}, not hooked again")
                expect(pages.get("builtin.php?hook=1"), f"strlen md5 count {result}3", f"{more}, hooked again")


@case("opcache: a changed file, opcache_reset(), opcache_invalidate(), opcache_compile_file()")
def changes(world):
    library = (world.pages / "library.php").read_text()
    call = lambda name, code: (world.pages / f"{name}.php").write_text(f"<?php {code}")
    call("reset", "echo (int) opcache_reset();")
    call("forget", "echo (int) opcache_invalidate(__DIR__ . '/library.php', true);")
    call("compile", "echo (int) opcache_compile_file(__DIR__ . '/late.php');")
    call("late", "namespace Shop; function late() { return 'late'; }")
    call("uselate", "echo (int) opcache_is_script_cached(__DIR__ . '/late.php'); require __DIR__ . '/late.php'; echo Shop\\late();")
    with world.http_server(world.weft() + world.opcache("opcache.validate_timestamps=1")) as pages:
        expect(pages.get("app"), woven())
        (world.pages / "library.php").write_text(library.replace("return 7", "return 8"))
        world.age("library.php", 1800)
        for _ in range(3):
            expect(pages.get("app"), woven().replace("7 ", "8 ", 1))
        expect(pages.get("forget"), "1")
        for _ in range(3):
            expect(pages.get("app"), woven().replace("7 ", "8 ", 1))
        expect(pages.get("reset"), "1")
        for _ in range(3):
            expect(pages.get("app"), woven().replace("7 ", "8 ", 1))
            expect(pages.get("hooking"), HOOKED)
        expect(pages.get("compile"), "1")
        for _ in range(3):
            expect(pages.get("uselate"), "1[A]late")


class FileCache:
    """Runs the application with a file cache that it keeps, and says what was woven anew."""

    def __init__(self, world, only):
        self.world, self.folder = world, world.folder / f"cache-{only}"
        self.folder.mkdir()
        self.more = [f"opcache.file_cache={self.folder}", f"opcache.file_cache_only={only}", "opcache.file_cache_consistency_checks=1"]

    def files(self):
        return {path: path.stat().st_mtime_ns for path in self.folder.rglob("*.bin")}

    def run(self, settings, page="counting", environment=None):
        before = self.files()
        out = self.world.cli(self.world.page(page), settings=settings + self.world.opcache(*self.more), environment=environment)
        after = self.files()
        return out, any(before.get(path) != time for path, time in after.items())

    def writes(self, settings, expected, number="[1-9][0-9]*", **options):
        """The cache has nothing for these settings: everything is compiled, and comes from the cache the next time."""
        out, wrote = self.run(settings, **options)
        expect_in(rf"^{re.escape(expected)}woven here: {number}\n$", out)
        if not wrote:
            raise Failure(f"the cache was used, or not written:\n{out}")
        self.reads(settings, expected, **options)

    def reads(self, settings, expected, **options):
        """The cache has it all: nothing is woven, and what comes is woven all the same."""
        out, wrote = self.run(settings, **options)
        expect(out, expected + "woven here: 0\n")
        if wrote:
            raise Failure("the cache was written again")


@case("file cache: the next process takes woven code from it")
def file_cache(world):
    for only in (0, 1):
        for join in ("auto", "call"):
            shutil.rmtree(world.folder / f"cache-{only}", ignore_errors=True)
            cache = FileCache(world, only)
            settings = world.weft(f"weft.join={join}")
            cache.writes(settings, woven())
            for _ in range(2):
                expect(cache.run(settings, "hooking")[0], HOOKED)
            cache.reads(settings + ["opcache.jit_buffer_size=16M", "opcache.jit=1254"], woven())


@case("file cache: none that was written with other rules, templates or joins is used")
def other_rules(world):
    for only in (0, 1):
        cache = FileCache(world, only)
        other = world.folder / f"other-{only}"
        shutil.copytree(world.templates, other)
        (other / "mark.php").write_text((world.templates / "mark.php").read_text().replace("[", "{"))
        first = world.weft()
        cache.writes(first, woven())
        cache.writes(world.weft(mark="B"), woven("B"))
        cache.writes(world.weft("weft.join=call"), woven())
        cache.writes(world.idle(), PLAIN, number="0")
        # Rules and hooks may come while PHP runs, so what is not woven under weft is not for PHP without it.
        cache.writes([*world.weft(), "weft.enabled=0"], PLAIN, number="0")
        cache.writes([*first[:2], f"weft.wrappers_path={other}:{world.templates}"], woven(opening="{"))
        cache.writes(world.weft(extra="enabled = false"), PLAIN, number="1")
        cache.reads(world.weft(), woven())
        # The same rules, and the template's text is another one.
        world.template("{")
        cache.writes(first, woven(opening="{"))
        world.template()
        cache.reads(world.weft(), woven())
        # PHP without weft: what it writes is not ours, and what we wrote is not its.
        expect(cache.run([], "app"), (PLAIN, True))
        expect(cache.run([], "app"), (PLAIN, False))
        cache.reads(world.weft(mark="B"), woven("B"))
        cache.reads(world.weft(), woven())


@case("file cache: rules for one server interface, seen by another", "php*-cgi")
def other_server(world):
    cache = FileCache(world, 1)
    settings = world.weft(extra='when = { sapi = "cgi-fcgi" }')
    php_cgi = program(f"php-cgi{world.release}", "php-cgi")
    ini = world.ini(settings + world.opcache(*cache.more))
    for _ in range(2):
        expect(world.cli(world.page("app"), settings=settings + world.opcache(*cache.more)), PLAIN)
        expect(world.run([php_cgi, "-q", "-c", ini, world.page("app")]), woven())
        expect(world.run([php_cgi, "-q", "-c", ini, world.page("hooking")]), HOOKED)


@case("file cache: another build of weft weaves anew")
def other_build(world):
    cache = FileCache(world, 1)
    cache.writes(world.weft(), woven())
    library = world.so.read_bytes()
    at = library.index(b"GNU\0", library.index(b"\x04\0\0\0\x14\0\0\0\x03\0\0\0")) + 4
    world.so = world.folder / "other.so"
    world.so.write_bytes(library[:at] + bytes(byte ^ 255 for byte in library[at:at + 20]) + library[at + 20:])
    cache.writes(world.weft(), woven())


@case("file cache: a worker that is replaced writes no code under another identity", "php*-fpm")
def replaced(world):
    cache = FileCache(world, 0)
    settings = world.weft() + world.opcache(*cache.more)
    with world.fpm(settings, "pm = static\npm.max_children = 1\npm.max_requests = 2") as pages:
        expect(pages.get("app"), woven())
        world.template("{")
        world.age("app.php", 1800)
        world.age("library.php", 1700)
        workers = set()
        for _ in range(4):
            workers.add(until(lambda: pages.get("pid")))
            expect(pages.get("app"), woven())
        if len(workers) < 2:
            raise Failure(f"only {workers} answered")
    world.template()
    expect(cache.run(world.weft(), "app"), (woven(), False))


@case("preload: functions and classes are woven, and rules of the next start are other ones", "php*-fpm")
def preload(world):
    users = ["root", "nobody"] if os.getuid() == 0 else [""]
    # The application finds everything in memory, and the library would not be there without preloading.
    (world.pages / "preloaded.php").write_text((world.pages / "app.php").read_text().replace("require_once __DIR__ . '/library.php';", ""))
    hooking = (world.pages / "hooking.php").read_text().replace("require_once __DIR__ . '/library.php';", "")
    (world.pages / "hookpreloaded.php").write_text(hooking)
    for user in users:
        more = [f"opcache.preload={world.page('library')}", *([f"opcache.preload_user={user}"] if user else [])]
        for extra in ([], ["opcache.protect_memory=1"], ["opcache.jit_buffer_size=16M", "opcache.jit=tracing"]):
            for mark in ("A", "B"):
                settings = world.weft(mark=mark) + world.opcache(*more, *extra)
                expect(world.cli(world.page("preloaded"), settings=settings), woven(mark), f"{user} {extra}")
                with world.fpm(settings) as pages:
                    for _ in range(4):
                        expect(pages.get("preloaded"), woven(mark), f"{user} {extra}")
                        expect(pages.get("hookpreloaded"), HOOKED, f"{user} {extra}")
        expect(world.cli(world.page("preloaded"), settings=world.idle() + world.opcache(*more)), PLAIN)
        expect(world.cli(world.page("preloaded"), settings=world.weft("weft.join=call") + world.opcache(*more)), woven())
