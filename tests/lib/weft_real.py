"""Runs something twice, with plain PHP and with every function woven, and compares what came out."""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from weft_tests import CACHE, LIB, Php, Trouble, WorkFolder, clean_environment, engine_settings, extension, need, run_main  # noqa: F401

FIXTURES = LIB.parent / "real" / "fixtures"


class Sides:
    """The two runs of a comparison: their PHP settings, their steps' results, and the verdict."""

    def __init__(self, name, about, base=None, arguments=()):
        self.base = base
        parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("--join", choices=["auto", "call"], default="auto", help="weft.join of the woven run")
        parser.add_argument("--so", help="the extension (default: $WEFT_SO, else target/release/libweft.so)")
        parser.add_argument("--self-test", action="store_true", default=bool(os.environ.get("WEFT_SELF_TEST")),
                            help="compare plain PHP with plain PHP, to see that the comparison itself is sound (also WEFT_SELF_TEST=1)")
        parser.add_argument("--keep", action="store_true", help="keep the work folder in any case")
        for names, options in arguments:
            parser.add_argument(*names, **options)
        self.options = parser.parse_args()
        self.name = name
        self.php = Php()
        self.so = so = None if self.options.self_test else extension(self.php, self.options.so)
        self.results = {"plain": {}, "woven": {}}
        self.passed, self.failed = 0, []
        print(f"PHP {self.php.label()}, {'plain against plain' if so is None else f'plain against woven (weft.join={self.options.join})'}", flush=True)

    def run(self, steps):
        """Calls steps(side, work) for both sides in the very same folder, since its path shows in what is compared."""
        with WorkFolder(self.name, self.base) as work:
            work.keep = self.options.keep
            self.folder, self.work = work, work.path
            for side in ("plain", "woven"):
                here = work.path / "run"
                here.mkdir()
                started = time.monotonic()
                print(f"{side}:", flush=True)
                steps(side, here)
                print(f"  {time.monotonic() - started:.0f} s", flush=True)
                here.rename(work.path / side)
            for label, plain in self.results["plain"].items():
                self.compare(label, plain, self.results["woven"].get(label))
            for label in self.results["woven"].keys() - self.results["plain"].keys():
                self.compare(label, None, self.results["woven"][label])
            if self.failed:
                work.keep = True
            if work.keep:
                print(f"kept: {work.path}")
        print(f"{self.name}: {self.passed} passed, {len(self.failed)} failed")
        return 1 if self.failed else 0

    def settings(self, side):
        if side == "plain" or self.so is None:
            return []
        return [f"extension={self.so}", *([] if os.environ.get("WEFT_STANDIN") else ["weft.hook=*", f"weft.join={self.options.join}"])]

    def keep(self):
        """The work folder, which stays."""
        self.folder.keep = True
        return self.work

    def record(self, side, label, content):
        if label in self.results[side]:
            raise Trouble(f"{self.name} does '{label}' twice")
        self.results[side][label] = content

    def compare(self, label, plain, woven):
        if plain == woven:
            self.passed += 1
            return
        self.failed.append(label)
        print(f"\nDIFFERENT {label}")
        for side, content in (("plain", plain), ("woven", woven)):
            if content is None:
                print(f"  {side} has none")
        if plain is None or woven is None or len(self.failed) > 25:
            return
        lines = list(difflib.unified_diff(*(content.decode(errors="backslashreplace").splitlines() for content in (plain, woven)), "plain", "woven", lineterm=""))
        for line in lines[:40]:
            print("  " + line[:400])
        if len(lines) > 40:
            print(f"  ... {len(lines) - 40} more lines")

    def ini_folder(self, side, here, engine="off", more=()):
        """A folder for PHP_INI_SCAN_DIR, so that child processes are woven too and no command line changes."""
        folder = self.work / f"ini-{engine}"
        folder.mkdir(exist_ok=True)
        settings = [*engine_settings(self.php, engine), *self.settings(side), *more]
        (folder / "zz-weft-test.ini").write_text("".join(f"{name} = \"{value}\"\n" for name, value in (s.split("=", 1) for s in settings)))
        return folder

    def command(self, side, here, label, command, *, cwd, engine="off", ini=(), normalise=(), timeout=300, environment=None, stdin=None, show=False):
        """Runs a command and records exit code, standard output and standard error."""
        scratch = here / "tmp"
        scratch.mkdir(exist_ok=True)
        env = clean_environment(PHP_INI_SCAN_DIR=f":{self.ini_folder(side, here, engine, ini)}", TMPDIR=scratch, HOME=here, LC_ALL="C.UTF-8", TZ="UTC",
                                **(environment or {}))
        try:
            run = subprocess.run([str(part) for part in command], cwd=cwd, env=env, input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
                                 capture_output=True, timeout=timeout)
            code, out, err = run.returncode, run.stdout, run.stderr
        except subprocess.TimeoutExpired as late:
            code, out, err = f"no end after {timeout} s", late.stdout or b"", late.stderr or b""
        for pattern, new in normalise:
            out, err = re.sub(pattern, new, out), re.sub(pattern, new, err)
        (self.work / f"{side}-{re.sub(r'[^A-Za-z0-9]+', '-', label).strip('-')}.out").write_bytes(out + err)
        self.record(side, f"{label}: exit code", str(code).encode())
        self.record(side, f"{label}: stdout", out)
        self.record(side, f"{label}: stderr", err)
        if side == "plain":
            last = (out.strip() or err.strip()).decode(errors="replace").splitlines()[-1:] or [""]
            print(f"  {label}: exit code {code}, {len(out) + len(err)} bytes{f', {last[0]}' if show else ''}", flush=True)
        return code

    def files(self, side, label, folder, ignore=(), normalise=()):
        """Records every file below a folder."""
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            if any(re.search(pattern, name) for pattern in ignore):
                continue
            if path.is_symlink():
                self.record(side, f"{label}/{name}", b"-> " + os.fsencode(os.readlink(path)))
            elif path.is_file():
                content = path.read_bytes()
                for pattern, new in normalise:
                    content = re.sub(pattern, new, content)
                self.record(side, f"{label}/{name}", content)


def debian_source(package):
    """The upstream sources of a Debian package, from the cache."""
    done = sorted((CACHE / "sources").glob(f"{package}_*"))
    if done:
        return done[-1]
    (CACHE / "sources").mkdir(parents=True, exist_ok=True)
    folder = CACHE / "sources" / f".{package}.{os.getpid()}"
    run = subprocess.run([LIB / "debian-source", package, folder], stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        raise Trouble(f"the sources of {package} could not be fetched")
    final = CACHE / "sources" / f"{package}_{run.stdout.strip()}"
    try:
        folder.rename(final)
    except OSError:  # somebody else was faster
        subprocess.run(["rm", "-rf", folder], check=True)
    return final


def need_command(command, package):
    if not shutil.which(command):
        need(package)
