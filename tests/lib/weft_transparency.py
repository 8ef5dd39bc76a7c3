"""What a run of PHP's own tests with woven functions consists of: suites, modes, what is left out and what is known to differ."""

import hashlib
import json
import os
import re
import shutil
from pathlib import Path

from weft_tests import CACHE, REPO, install_run_tests

# The engine's own tests, and those of the extensions whose behaviour depends on how functions are called and seen.
CORE = ["Zend/tests", *(f"tests/{name}" for name in ("lang", "classes", "func", "basic", "output", "security"))]
EXTENSIONS = [f"ext/{name}" for name in ("reflection", "spl", "standard", "opcache", "date", "json", "pcre", "ctype", "tokenizer", "random")]

# Every built-in function and method, and what of the application begins with a letter: `*` alone means the application only.
INITIALS = "abcdefghijklmnopqrstuvwxyz_"
EVERYTHING = ",".join([f"{c}*" for c in INITIALS] + [f"{c}*::*" for c in INITIALS])
# Where built-in functions are what is tested.
BUILT_IN = ["ext/standard", "ext/spl", "ext/pdo_sqlite"]

MODES = {
    "idle": [],                                  # loaded, nothing named: no difference at all is allowed
    "auto": ["weft.hook=*"],
    "callbacks": ["weft.hook=*", "weft.test_listeners=call"],
    "internal": [f"weft.hook={EVERYTHING}", "weft.test_listeners=call"],   # a callback on every built-in function, too
    "call": ["weft.hook=*", "weft.join=call"],
    "callbacks-call": ["weft.hook=*", "weft.join=call", "weft.test_listeners=call"],
}
# Which list of known differences holds for a mode; for `idle` there is none.
LISTS = {"auto": "auto", "callbacks": "auto", "internal": "internal", "call": "call", "callbacks-call": "call"}
LIMITS = {"auto": 15, "call": 25, "internal": 25}
KNOWN = REPO / "phpt" / "known-differences.txt"

# Tests that print opcodes see every woven one: they prove nothing. This finds them by their text; nothing else is left out.
PRINTS_OPCODES = re.compile(r"^opcache\.opt_debug_level\s*=\s*(?!0*\s*$)\S", re.M)


def suites_of(mode, suites, everything):
    """The suites of a mode: those that were asked for, or the mode's own."""
    if suites is not None:
        return suites
    if mode == "internal":
        return BUILT_IN
    return CORE + EXTENSIONS if everything and LISTS.get(mode) != "call" else CORE


def find_tests(source, suites, filters, only):
    tests = {}
    for suite in suites:
        found = sorted(str(path.relative_to(source)) for path in (source / suite).rglob("*.phpt"))
        tests[suite] = [test for test in found if (not only or test in only) and all(re.search(f, test) for f in filters)]
    return tests


def prints_opcodes(source, tests):
    return {test for test in tests if PRINTS_OPCODES.search((source / test).read_text(errors="replace"))}


def known_differences():
    """{list: {test: reason}}, and what is wrong with the file."""
    known, problems, section = {name: {} for name in LIMITS}, [], None
    for number, line in enumerate(KNOWN.read_text().splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if match := re.fullmatch(r"\[(\w+)\]", line):
            section = match[1]
            if section not in known:
                problems.append(f"{KNOWN}:{number}: there is no list '{section}', only [auto], [call] and [internal]")
                section = None
            continue
        test, _, reason = line.partition(" ")
        if section is None or not reason.strip() or not test.endswith(".phpt"):
            problems.append(f"{KNOWN}:{number}: expected a test, a blank and the reason, below [auto], [call] or [internal]")
        elif test in known[section]:
            problems.append(f"{KNOWN}:{number}: {test} stands there twice")
        else:
            known[section][test] = reason.strip()
    for name, limit in LIMITS.items():
        if len(known[name]) > limit:
            problems.append(f"{KNOWN}: [{name}] has {len(known[name])} lines, {limit} are allowed")
    # There all functions are woven as well.
    known["internal"] = known["auto"] | known["internal"]
    return known, problems


def applies(reason, engine, php):
    """Does a known difference hold here? Words before a colon say where: "opcache:", "jit:", or an INI setting that PHP must have."""
    words = re.match(r"((?:opcache|jit|[a-z]+(?:_[a-z]+)+)(?: [a-z]+(?:_[a-z]+)+)*): ", reason)
    for word in words[1].split() if words else ():
        if word == "jit" and not engine.startswith("jit") or word == "opcache" and engine == "off":
            return False
        if "_" in word and not php.has_setting(word):
            return False
    return True


class Tree:
    """A copy of the source tree's tests for one mode (run-tests.php writes next to the tests), the rest by links."""

    def __init__(self, work, name, source, script, suites):
        self.path = work.path / name
        self.path.mkdir()
        self.fill(source, self.path, [Path(suite).parts for suite in suites])
        (self.path / "run-tests.php").unlink(missing_ok=True)
        install_run_tests(script, self.path)

    def fill(self, source, target, suites):
        for entry in source.iterdir():
            below = [parts[1:] for parts in suites if parts[0] == entry.name]
            if () in below:
                shutil.copytree(entry, target / entry.name, symlinks=True)
            elif below:
                (target / entry.name).mkdir()
                self.fill(entry, target / entry.name, below)
            else:
                (target / entry.name).symlink_to(entry)

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)


class Memory:
    """The results of plain PHP, kept for each suite: they do not change from run to run."""

    def __init__(self, *identity):
        self.identity = identity

    def file(self, suite):
        return CACHE / "plain" / (hashlib.sha256(json.dumps([*self.identity, suite]).encode()).hexdigest()[:24] + ".json")

    def recall(self, suite):
        file = self.file(suite)
        return json.loads(file.read_text()) if file.is_file() else None

    def keep(self, suite, results):
        file = self.file(suite)
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps(results))
        temporary.rename(file)
