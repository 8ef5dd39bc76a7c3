"""The figures that are kept, benches/cost.json, and the page that shows them, docs/cost.md."""

import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE, FILE = ROOT / "docs" / "cost.md", HERE / "cost.json"


def extension():
    target = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
    found = Path(os.environ.get("WEFT_SO") or target / "release" / "libweft.so").resolve()
    if not found.is_file():
        raise SystemExit(f"{found} is missing: run `make build`, or let WEFT_SO name the extension")
    return found


def versions(php):
    """What the figures depend on."""
    text = subprocess.run([php, "-n", "-r", "echo PHP_VERSION, PHP_ZTS ? ' ZTS' : ' NTS', PHP_DEBUG ? ' debug' : '';"], capture_output=True, text=True, check=True).stdout
    valgrind = subprocess.run(["valgrind", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {"php": text, "machine": os.uname().machine, "valgrind": valgrind}


def load():
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def keep(php, **sections):
    """Puts sections into the file, and writes the page anew."""
    known = load()
    now = versions(php)
    if known.get("versions", now) != now:
        known = {}
    known.update(versions=now, **sections)
    FILE.write_text(json.dumps(known, indent=1) + "\n")
    PAGE.write_text(page(known))
    print(f"wrote {FILE.relative_to(ROOT)} and {PAGE.relative_to(ROOT)}")


def signed(number):
    """+0 and not -0; a fraction only if there is one."""
    text = f"{number:+.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("+0", "-0") else text


def calls_table(figures):
    engines = list(dict.fromkeys(figure["engine"] for figure in figures))
    lines = ["| a call of a user function: |" + "".join(f" {e}: by hand | {e}: weft |" for e in engines),
             "| --- |" + " ---: | ---: |" * len(engines)]
    for name in dict.fromkeys(figure["row"] for figure in figures):
        cells = ""
        for engine in engines:
            one = next(f for f in figures if f["row"] == name and f["engine"] == engine)
            cells += f" {'–' if one['by_hand'] is None else signed(one['by_hand'])} | **{signed(one['weft'])}** |"
        lines.append(f"| {name} |{cells}")
    plain = {f["engine"]: f["plain"] for f in reversed(figures) if "internal" not in f["row"] and "clock" not in f["row"]}
    lines.append("")
    lines.append("Instructions above the plain call, which costs " + ", ".join(f"{plain[engine]:g} ({engine})" for engine in engines) + ".")
    return "\n".join(lines)


def floors_table(figures):
    engines = list(dict.fromkeys(figure["engine"] for figure in figures))
    lines = ["| without weft: |" + "".join(f" {engine} |" for engine in engines), "| --- |" + " ---: |" * len(engines)]
    for name in dict.fromkeys(figure["row"] for figure in figures):
        counts = [figure["weft"] for figure in figures if figure["row"] == name]
        lines.append(f"| {name} | " + " | ".join(map(signed, counts)) + " |")
    return "\n".join(lines)


def compile_table(figures):
    lines = ["| compiled: | files | instructions, plain | 100 rules, nothing matches | `*` | opcache's memory, plain | `*` |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for application in dict.fromkeys(figure["application"] for figure in figures):
        plain, idle, all_woven = (f for f in figures if f["application"] == application)
        share = lambda one, what: f"{(one[what] / plain[what] - 1) * 100:+.2f} %" if what in one else "–"
        count = f"{plain['instructions'] / 1e6:,.0f} million" if "instructions" in plain else "–"
        lines.append(f"| {application} | {plain['files']} | {count} | {share(idle, 'instructions')} | {share(all_woven, 'instructions')} | "
                     f"{plain['memory'] / 2**20:.1f} MiB | × {all_woven['memory'] / plain['memory']:.2f} |")
    if figures[0]["every"] > 1:
        lines += ["", f"One of {figures[0]['every']} files of each package."]
    return "\n".join(lines)


def requests_table(figures):
    lines = ["| a request of an empty file, beyond the same without weft: | " + " | ".join(figures) + " |", "| --- |" + " ---: |" * len(figures)]
    lines.append("| instructions | " + " | ".join(f"{signed(round(count))}" for count in figures.values()) + " |")
    return "\n".join(lines)


def applications_table(figures):
    names = list(dict.fromkeys(figure["application"] for figure in figures))
    lines = ["| a request, with | " + " | ".join(names) + " |", "| --- |" + " ---: |" * len(names)]
    count = {(figure["application"], figure["state"]): figure["instructions"] for figure in figures}
    for state in dict.fromkeys(figure["state"] for figure in figures):
        def cell(name):
            plain, now = count[name, "plain"], count[name, state]
            return f"{now / 1e6:.2f} million" if state == "plain" else f"{(now / plain - 1) * 100:+.2f} %"
        lines.append(f"| {'neither' if state == 'plain' else state} | " + " | ".join(map(cell, names)) + " |")
    return "\n".join(lines)


def page(known):
    found = known["versions"]
    parts = [f"""# What weft costs, in instructions and bytes

Counted by callgrind ({found['valgrind']}) on PHP {found['php']}, {found['machine']}. These figures repeat exactly, on a busy machine too. How they are taken: [bench.md](bench.md).
This page is written by `make cost`; `make cost-gate` measures the calls again and fails when one is more than 2 % worse."""]
    if "figures" in known:
        parts.append(f"""## Calls

*By hand* is the same thing written in PHP. *off* is PHP without opcache, *jit* is opcache with the tracing JIT.

{calls_table(known['figures'])}

![What one call costs above the plain call](cost.svg)

![How long a call takes](latency.svg)

```console
$ benches/instructions
```""")
    if "floors" in known:
        parts.append(f"""### What cannot be less

The same plain call, above which these take so many instructions, without weft. Each is one of [`benches/workloads`](../benches/workloads).

{floors_table(known['floors'])}

- Callbacks are called by built-in functions, by `zend_execute_ex()`: a second loop of the VM is entered in 30 instructions and left in 32 under the JIT (`callgrind_annotate` shows both), around a
  frame that takes 45. Code that calls a closure itself needs none of that under the JIT, where the callback becomes part of its trace; as soon as it guards and contains it, it costs more than weft.
- A callback that takes the `Weft\\Call` declares its type, and PHP checks it: 65 instructions under the JIT, each time.
- `time` calls a built-in function twice. What that takes is in its figures; reading the clock, a stack of open calls and a histogram come on top.
- Joined by call there are a second frame, the question to the patch point, and the question how many arguments there are. Written by hand nobody asks.""")
    if "requests" in known:
        parts.append(f"""## Requests

{requests_table(known['requests'])}

```console
$ benches/requests
```""")
    if "compile" in known:
        parts.append(f"""## Compiling

PHP files of Debian's packages, compiled into opcache by one process. `*` weaves every function, method and closure with `observe`.

{compile_table(known['compile'])}

```console
$ benches/compile
```""")
    if "applications" in known:
        parts.append(f"""## Requests of applications

The front page of a WordPress on MariaDB and a page of a DokuWiki, answered by a worker of php-fpm with opcache and the tracing JIT, after a warm-up. 50 functions are those that people
watch in a WordPress; with DokuWiki, the first 50 of its library. The other extensions are Debian's. The JIT goes on compiling what becomes hot, and pages tell the time: figures differ by some
hundredths of a percent from run to run.

{applications_table(known['applications'])}

```console
$ benches/applications
```""")
    if "memory" in known:
        memory = known["memory"]
        parts.append(f"""## Memory of a woven function

A process that calls {memory['functions']:,} small functions once has {memory['bytes']} bytes more for each of them when all are woven and hooked than when none is; the wrappers in opcache's memory
are not among them.

```console
$ benches/requests
```""")
    parts.append("""## Limits

- Instructions are not time: a cache miss or a mispredicted branch is not in them, and system calls count as nothing.
- One small function with two arguments is called. What callbacks do themselves is theirs.""")
    return "\n\n".join(parts) + "\n"
