"""What the test runners share: which PHP, which extension, and PHP's run-tests.php with reliable results."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

LIB = Path(__file__).resolve().parent
REPO = LIB.parent.parent
CACHE = Path(os.environ.get("WEFT_CACHE") or Path.home() / ".cache" / "weft")

# Texts that PHP, a sanitizer or the C library leave behind when the process went wrong, not the script.
CRASH_TEXT = re.compile(
    r"^Termsig=\d+|Segmentation fault|AddressSanitizer|LeakSanitizer: (?!detected memory leaks)|^\S+: runtime error: "
    r"|Assertion `.*' failed|zend_mm_heap corrupted|\(core dumped\)|free\(\): |malloc\(\): |double free"
    r"|corrupted size|stack smashing|fatal runtime error|panicked at", re.M)
# A PHP with memory_hard_limit_percent ends itself like this, with the exit status of a killed process.
HARD_LIMIT_TEXT = re.compile(r"^Hard memory limit of \d+ bytes exhausted .*\s+Termsig=9\s*\Z")
LEAK_TEXT = re.compile(r"memory leaks? detected|detected memory leaks|: Freeing 0x|zend_objects_store.*leak", re.I)


class Trouble(Exception):
    """The run itself cannot go on; the message says what to do."""


def need(*packages):
    if subprocess.run([LIB / "need", *packages]).returncode != 0:
        raise Trouble(f"these Debian packages are needed: {' '.join(packages)}")


class Php:
    """A PHP binary and what it can do."""

    def __init__(self, binary=None):
        name = binary or os.environ.get("PHP") or "php"
        if not shutil.which(name) and name == "php":
            need("php-cli")
        found = shutil.which(name)
        if not found:
            raise Trouble(f"there is no PHP at '{name}'")
        self.binary = os.path.abspath(found)
        self.about = self.ask("echo json_encode(['version' => PHP_VERSION, 'debug' => PHP_DEBUG, 'zts' => PHP_ZTS,"
                              " 'extensions' => get_loaded_extensions(),"
                              " 'dir' => PHP_EXTENSION_DIR]);")
        self.bare = json.loads(subprocess.run([self.binary, "-n", "-r", "echo json_encode(get_loaded_extensions());"],
                                              capture_output=True, text=True, check=True).stdout)
        info = subprocess.run([self.binary, "-i"], capture_output=True, text=True, errors="replace").stdout
        self.version = self.about["version"]
        self.debug = bool(self.about["debug"])
        self.asan = "--enable-address-sanitizer" in info
        self.built = (re.search(r"^Build Date => (.*)", info, re.M) or [""])[0]
        self.ini_files = re.findall(r"(/\S+\.ini)", info)

    def ask(self, code, settings=()):
        """Runs a line of PHP that prints JSON."""
        run = subprocess.run([self.binary, *ini_arguments(settings), "-r", code], capture_output=True, text=True)
        try:
            return json.loads(run.stdout)
        except ValueError:
            raise Trouble(f"{self.binary} answers strangely:\n{run.stdout}{run.stderr}") from None

    def loads(self, *names, bare):
        """The settings that load these extensions where they exist but are not built in or, unless `bare`, named by php.ini."""
        have = self.bare if bare else self.about["extensions"]
        files = {name: Path(self.about["dir"]) / f"{name}.so" for name in names}
        return [f"{'zend_extension' if name == 'opcache' else 'extension'}={name}" for name, file in files.items()
                if file.is_file() and {"opcache": "Zend OPcache"}.get(name, name) not in have]

    def identity(self, bare):
        """Everything about this PHP that may change the result of a test."""
        parts = [self.binary, self.version, self.built, str(os.getuid()), str(bare), str(self.has_cgi())]
        for file in () if bare else self.ini_files:
            if os.path.isfile(file):
                parts.append(Path(file).read_text(errors="replace"))
        return "\n".join(parts)

    def has_cgi(self):
        return Path(self.binary).with_name("php-cgi").is_file()

    def has_setting(self, name):
        return subprocess.run([self.binary, "-n", "-r", f"exit(ini_get('{name}') === false ? 1 : 0);"]).returncode == 0

    def label(self):
        words = [self.version, "ZTS" if self.about["zts"] else "NTS"]
        words += ["debug"] if self.debug else []
        words += ["asan"] if self.asan else []
        return " ".join(words)


def ini_arguments(settings):
    return [part for setting in settings for part in ("-d", setting)]


def extension(php, path=None):
    """The absolute path of the extension, after making sure that this PHP loads it."""
    target = Path(os.environ.get("CARGO_TARGET_DIR") or REPO / "target")
    if os.path.realpath(php.binary) != os.path.realpath(shutil.which("php") or ""):
        target /= f"php-{php.version}-{'zts' if php.about['zts'] else 'nts'}{'-debug' if php.debug else ''}{'-asan' if php.asan else ''}"
    so = Path(path or os.environ.get("WEFT_SO") or target / "release" / "libweft.so").absolute()
    if not so.is_file():
        raise Trouble(f"{so} is missing: run `make build`, or let WEFT_SO name the extension")
    run = subprocess.run([php.binary, "-d", f"extension={so}", "-r", "echo extension_loaded('weft') ? 'weft' : 'other';"],
                         capture_output=True, text=True)
    if run.returncode != 0 or run.stdout.strip() not in ("weft", "other") or run.stderr.strip():
        raise Trouble(f"{php.binary} does not load {so}:\n{run.stdout}{run.stderr}")
    if run.stdout.strip() == "other":
        if not os.environ.get("WEFT_STANDIN"):
            raise Trouble(f"{so} is not weft (WEFT_STANDIN=1 allows that, to try the runners)")
        return so
    # A run in which nothing was woven would pass and prove nothing.
    probe = "<?php function f() {} if (!function_exists('Weft\\hook')) die('no hook'); " \
            "Weft\\hook('f', function () { echo 'woven'; }); f();"
    run = subprocess.run([php.binary, "-d", f"extension={so}", "-d", "weft.hook=*"], input=probe, capture_output=True, text=True,
                         env=clean_environment())
    if run.stdout == "no hook":
        print("this weft has no Weft\\hook(): nothing shows that functions are woven", file=sys.stderr)
    elif "woven" not in run.stdout:
        raise Trouble(f"with weft.hook=* a function is not woven; this run would prove nothing:\n{run.stdout}{run.stderr}")
    return so


def clean_environment(**more):
    """The caller's environment without what would configure weft or PHP behind the test's back."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("WEFT_", "TEST_PHP", "PHP_INI", "PHPRC", "USE_ZEND_ALLOC"))}
    env.update({k: str(v) for k, v in more.items()})
    return env


# --- PHP's run-tests.php -------------------------------------------------------------------------------------------

def run_tests_script(php, source=None):
    """run-tests.php of the tested PHP: from its development files, or from its source tree."""
    prefix = Path(php.binary).parent.parent
    api = os.path.basename(php.about["dir"]).rsplit("-", 1)[-1]
    for file in (prefix / "lib/php" / api / "build/run-tests.php", prefix / "lib/php/build/run-tests.php"):
        if file.is_file():
            return file
    if source is None:
        source = Path(subprocess.run([LIB / "php-source", "--tests"], env={**os.environ, "PHP": php.binary}, check=True,
                                     stdout=subprocess.PIPE, text=True).stdout.strip())
    return source / "run-tests.php"


def install_run_tests(script, folder):
    """Copies run-tests.php with the changes that reliable results need."""
    text = script.read_text(errors="surrogateescape")

    def replace(pattern, new, required=True):
        nonlocal text
        text, count = re.subn(pattern, lambda _: new, text, count=1)
        if required and count != 1:
            raise Trouble(f"{script} does not look as expected: /{pattern}/ is not in it")

    # It looks at the exit status when the pipe has closed; older ones do so before the process has ended and miss crashes.
    replace(r"\$stat = proc_get_status\(\$proc\);",
            "for ($left = 20000; ($stat = proc_get_status($proc))['running'] && $left-- > 0;) usleep(500);")
    # A crash counts even where nobody looks at the output: after the last line, in SKIPIF and CLEAN.
    replace(r"proc_close\(\$proc\);\s+return \$data;",
            "$sig = $stat['signaled'] ? $stat['termsig'] : ($stat['exitcode'] > 128 && $stat['exitcode'] < 160 ? $stat['exitcode'] - 128 : 0);\n"
            "    if ($sig) file_put_contents(getenv('CRASH_LOG'), \"$sig\\t\" . json_encode($commandline) . \"\\n\", FILE_APPEND | LOCK_EX);\n"
            "    proc_close($proc);\n    return $data;")
    # The file cache belongs to this run, not to everybody's /tmp.
    replace(r"\['opcache\.file_cache'\] = '/tmp'", "['opcache.file_cache'] = sys_get_temp_dir()", required=False)
    target = folder / "run-tests.php"
    target.write_text(text, errors="surrogateescape")
    return target


class Outcome:
    """What run-tests.php said, by test path relative to the folder of the run."""

    def __init__(self, folder):
        self.folder = folder
        self.status = {}     # test -> PASSED, FAILED, SKIPPED, ...
        self.signals = {}    # test -> signal
        self.seconds = 0.0

    def file(self, test, suffix):
        return self.folder / (test[:-len("phpt")] + suffix)

    def text(self, test):
        file = self.file(test, "out")
        return file.read_text(errors="replace") if file.is_file() else ""

    def verdict(self, test):
        """passed, skipped, missing, crashed, leaked, timed out or failed."""
        status = self.status.get(test)
        if self.signals.get(test) == 9 and HARD_LIMIT_TEXT.match(self.text(test)):
            return "failed"
        if test in self.signals:
            return "crashed"
        if status is None:
            return "missing"
        if status == "PASSED" or (status == "WARNED" and not self.file(test, "diff").is_file()):
            return "passed"
        if status == "SKIPPED":
            return "skipped"
        text = self.text(test)
        if CRASH_TEXT.search(text):
            return "crashed"
        if status in ("LEAKED", "XLEAKED") or LEAK_TEXT.search(text):
            return "leaked"
        if "** ERROR: process timed out **" in text:
            return "timed out"
        return "failed"


def run_phpt(php, folder, tests, settings, *, label, jobs=2, timeout=30, arguments=(), environment=None):
    """Runs tests (paths below `folder`, where run-tests.php lies) and returns their Outcome."""
    outcome = Outcome(folder)
    if not tests:
        return outcome
    names = hashlib.sha1(label.encode()).hexdigest()[:8]
    lists, results, crashes, log = (folder / f"{kind}-{names}" for kind in ("list", "results", "crashes", "log"))
    scratch = folder / "tmp"
    scratch.mkdir(exist_ok=True)
    lists.write_text("".join(f"{folder / test}\n" for test in tests))
    crashes.write_text("")
    env = clean_environment(TMPDIR=scratch, CRASH_LOG=crashes, NO_COLOR=1, NO_INTERACTION=1, TEST_PHP_SRCDIR=folder, TEST_PHP_EXECUTABLE=php.binary,
                            ASAN_OPTIONS="exitcode=139", UBSAN_OPTIONS="print_stacktrace=1", **(environment or {}))
    command = [php.binary, str(folder / "run-tests.php"), "-q", f"-j{jobs}", "--no-progress", "--show-slow", "1000", "--offline", "--set-timeout", str(timeout),
               *(["--asan"] if php.asan else []), *arguments, *ini_arguments(settings), "-W", str(results), "-r", str(lists)]
    # run-tests.php itself has nothing to do with the tests; the sanitizers would only slow it down.
    runner_env = {**env, "ASAN_OPTIONS": env["ASAN_OPTIONS"] + ":detect_leaks=0"} if php.asan else env
    started = time.monotonic()
    with open(log, "wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=runner_env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   start_new_session=True)
        counter = Counter(label, len(tests))
        try:
            for line in process.stdout:
                output.write(line)
                if match := RESULT_LINE.match(line):
                    counter.one(match[1] in (b"PASS", b"SKIP", b"XFAIL", b"WARN"))
            process.wait()
        finally:
            counter.close()
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
    outcome.seconds = time.monotonic() - started
    root = str(folder) + "/"
    for line in results.read_text(errors="replace").splitlines() if results.is_file() else ():
        status, _, path = line.partition("\t")
        outcome.status[path.removeprefix(root)] = status
    for line in crashes.read_text(errors="replace").splitlines():
        number, _, command_line = line.partition("\t")
        # Time-outs are killed by run-tests.php and do not come here.
        for path in re.findall(r'\\"([^"]+?)\.(?:skip\.|clean\.)?php\\"', command_line.replace("\\/", "/")):
            outcome.signals.setdefault(path.removeprefix(root) + ".phpt", int(number))
    if not outcome.status:
        raise Trouble(f"run-tests.php gave no results:\n{log.read_text(errors='replace')[-3000:]}")
    return outcome


RESULT_LINE = re.compile(rb"^(PASS|SKIP|FAIL|BORK|LEAK|WARN|XFAIL|XLEAK)\S* .*\.phpt\]")


class Counter:
    """A progress line on a terminal, a few lines elsewhere."""

    def __init__(self, label, total):
        self.label, self.total, self.done, self.failed = label, total, 0, 0
        self.live = sys.stderr.isatty()
        self.shown = 0
        self.last = 0.0

    def one(self, good):
        self.done += 1
        self.failed += not good
        now = time.monotonic()
        if self.live and now - self.last > 0.1:
            self.last = now
            print(f"\r{self.text()}\x1b[K", end="", file=sys.stderr, flush=True)
        elif not self.live and self.total >= 1000 and self.done * 4 // self.total > self.shown:
            self.shown = self.done * 4 // self.total
            print(self.text(), file=sys.stderr, flush=True)

    def text(self):
        return f"{self.label}: {self.done}/{self.total}, {self.failed} failed"

    def close(self):
        if self.live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


# --- Work folders ---------------------------------------------------------------------------------------------------

class WorkFolder:
    """A folder of this run's own, below the cache; left-overs of runs that ended are removed after a day."""

    def __init__(self, kind, base=None):
        base = base or CACHE / "runs"
        base.mkdir(parents=True, exist_ok=True)
        for old in base.iterdir():
            try:
                with open(old / ".lock") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    if time.time() - old.stat().st_mtime > 86400:
                        shutil.rmtree(old, ignore_errors=True)
            except OSError:
                pass
        self.path = Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=base))
        self.lock = open(self.path / ".lock", "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.keep = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lock.close()
        if not self.keep:
            shutil.rmtree(self.path, ignore_errors=True)


# What the engine can be set to; every runner knows these by the same names.
ENGINES = {
    "off": ["opcache.enable_cli=0"],
    "opcache": ["opcache.enable_cli=1", "opcache.jit=disable"],
    "jit": ["opcache.enable_cli=1", "opcache.jit=tracing", "opcache.jit_buffer_size=64M"],
    "jit-function": ["opcache.enable_cli=1", "opcache.jit=function", "opcache.jit_buffer_size=64M"],
}


def engine_settings(php, engine, bare=False):
    return ([] if engine == "off" else php.loads("opcache", bare=bare)) + ENGINES[engine]


def run_main(main):
    """Runs a runner's main() and turns trouble into a message and exit code 2. Ended from outside it still stops what it started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except Trouble as trouble:
        print(f"{os.path.basename(sys.argv[0])}: {trouble}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
