"""Cases of tests/modes: PHP embedded in a program, started again and again in one process."""

import re
import shutil
import subprocess
from pathlib import Path

from weft_modes import HOOKED, LIB, PLAIN, case, expect, expect_in, woven

PACKAGES = ("libphp*-embed", "php*-dev", "gcc")


def embed(world):
    """The program, compiled for this PHP."""
    program = world.folder / "embed"
    config = shutil.which(f"php-config{world.release}") or "php-config"
    includes = subprocess.run([config, "--includes"], capture_output=True, text=True, check=True).stdout.split()
    library = next(path for path in (Path(f"/usr/lib/libphp{world.release}.so"), Path("/usr/lib/libphp.so")) if path.exists())
    world.run(["cc", "-O1", *includes, LIB / "modes_embed.c", "-o", program, library])
    return program


def lives(world, *lives, sapi="embed", environment=None):
    """Each life: its settings, and the pages that it shows."""
    arguments = []
    for settings, pages in lives:
        arguments += ["life", world.ini(settings), "as", sapi]
        for page in pages:
            arguments += ["run", world.page(page)]
    return world.run([embed(world), *arguments], environment=environment)


@case("embed: several requests", *PACKAGES)
def requests(world):
    pages = ["app", "hooking"] * 3
    expect(lives(world, (world.weft(), pages)), (woven() + HOOKED) * 3)
    expect(lives(world, (world.idle(), pages)), (PLAIN + HOOKED) * 3)


@case("embed: a module that is started again weaves again, with the rules of that start", *PACKAGES)
def restart(world):
    world.rules("B", file="other.toml")
    first, second = world.weft(), [setting.replace("weft.toml", "other.toml") for setting in world.weft()]
    pages = ["app", "hooking", "app"]
    shown = lambda sign: sign + HOOKED + sign
    # The loader may take weft out of the process between two lives, or not.
    for environment in ({}, {"ZEND_DONT_UNLOAD_MODULES": "1"}):
        expect(lives(world, (first, pages), (second, pages), (world.idle(), pages), (first, pages), environment=environment),
               shown(woven()) + shown(woven("B")) + PLAIN + HOOKED + PLAIN + shown(woven()))
        # Loaded in the second life for the first time, and not in the third.
        expect(lives(world, ([], ["app"]), (first, pages), ([], ["app"]), (second + ["weft.join=call"], pages), environment=environment),
               PLAIN + shown(woven()) + PLAIN + shown(woven("B")))


@case("embed: a module that is started again, beside opcache and the JIT", *PACKAGES)
def restart_opcache(world):
    world.rules("B", file="other.toml")
    first = world.weft() + world.opcache("opcache.jit_buffer_size=16M", "opcache.jit=1254", "opcache.jit_hot_loop=2", "opcache.jit_hot_func=2")
    second = [setting.replace("weft.toml", "other.toml") for setting in first]
    pages = ["app", "hooking", "app", "app"]
    shown = lambda sign: sign + HOOKED + sign + sign
    # opcache knows no SAPI "embed".
    for environment in ({}, {"ZEND_DONT_UNLOAD_MODULES": "1"}):
        expect(lives(world, (first, pages), (second, pages), (first, pages), sapi="cli", environment=environment), shown(woven()) + shown(woven("B")) + shown(woven()))


@case("embed: a module that is started again does not use a file cache of other rules", *PACKAGES)
def restart_file_cache(world):
    world.rules("B", file="other.toml")
    folder = world.folder / "cache"
    folder.mkdir()
    first = world.weft() + world.opcache(f"opcache.file_cache={folder}", "opcache.file_cache_only=1")
    second = [setting.replace("weft.toml", "other.toml") for setting in first]
    plain = world.idle() + world.opcache(*first[-2:])
    pages = ["counting"]
    rest = [(first, pages), (second, pages), (plain, pages), (first, pages)]
    expected = [woven(), woven("B"), PLAIN, woven()]
    for _ in range(2):
        for turn in range(4):
            out = lives(world, *rest[turn:], *rest[:turn], sapi="cli")
            expect(re.sub(r"woven here: \d+\n", "", out), "".join(expected[turn:] + expected[:turn]))
    # Each life of the last round found its code.
    expect_in(r"^(?:.*\nwoven here: 0\n){4}$", out)


@case("embed: two lives under valgrind", *PACKAGES, "valgrind")
def restart_valgrind(world):
    pages = ["app", "hooking"]

    def errors(settings):
        arguments = []
        for _ in range(2):
            arguments += ["life", world.ini(settings), *(part for page in pages for part in ("run", world.page(page)))]
        log = world.folder / "valgrind.log"
        known = world.folder / "known.supp"
        # It reads words of eight bytes, up to seven of them behind the end.
        known.write_text("{\n strings\n Memcheck:Cond\n fun:zend_string_equal_val\n}\n")
        world.run(["valgrind", "-q", "--leak-check=no", f"--suppressions={known}", f"--log-file={log}", embed(world), *arguments], environment={"USE_ZEND_ALLOC": "0"})
        return log.read_text()
    expect(errors(world.weft()), "", "errors of valgrind")
