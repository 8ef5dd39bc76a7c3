"""Cases of tests/modes: how requests end, in the order of PHP, with everything woven and told."""

import re
import socket
import threading

from modes_servers import FPM
from weft_modes import Failure, case, expect, expect_in, until

# Each page: how its request goes, behind what it has registered.
PRELUDE = r"""<?php
namespace Shop;

class Held {
    public function __construct(private string $name) {}
    public function __destruct() { echo "destroyed $this->name\n"; }
}
function ends(): void { echo "shutdown function\n"; register_shutdown_function(fn() => print("one more\n")); }
function hears(int $level, string $message): bool { echo "handler: $message\n"; return $level !== E_USER_DEPRECATED; }
function catches(\Throwable $error): void { echo "exception handler: {$error->getMessage()}\n"; }

set_error_handler(hears(...));
register_shutdown_function(ends(...));
ob_start(fn(string $text) => strtoupper($text));
$held = new Held('global');
$other = new Held('other');
"""
ENDS = {
    "returns": "echo \"done\\n\";",
    "warns": "trigger_error('heard'); trigger_error('and told', E_USER_DEPRECATED); @$nothing['x']; echo \"done\\n\";",
    "throws": "set_exception_handler(catches(...)); function f(Held $h) { throw new \\LogicException('thrown'); } f(new Held('argument'));",
    "uncaught": "function f() { throw new \\LogicException('thrown'); } try { f(); } finally { echo \"finally\\n\"; }",
    "dies": "function f() { try { exit(\"bye\\n\"); } finally { echo 'never'; } } f();",
    "fatal": "function f() { ini_set('memory_limit', '8M'); return str_repeat('x', 1 << 25); } f();",
    "timeout": "set_time_limit(1); function f() { while (true) { $a = 1; } } f();",
    "parses": "try { eval('function {'); } catch (\\ParseError $error) { echo $error->getMessage(), \"\\n\"; } include __DIR__ . '/broken.inc';",
    "finishes": "echo \"to the client\\n\"; fastcgi_finish_request(); echo 'nobody reads this'; trigger_error('late');",
    "in-shutdown": "register_shutdown_function(function () { throw new \\LogicException('in the end'); }); echo \"done\\n\";",
    "in-destructor": "class D { function __destruct() { throw new \\LogicException('destroyed'); } } $d = new D; echo \"done\\n\";",
}
EVERYTHING = ["weft.hook=*,include,eval,exit", "weft.test_listeners=call", "weft.events=error,exception,gc,compile"]


class Sink:
    """Takes what is sent to a daemon, whole."""

    def __init__(self, path):
        self.heard = b""
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        path.chmod(0o777)
        self.socket.listen(16)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.read, args=(connection,), daemon=True).start()

    def read(self, connection):
        with connection:
            while data := connection.recv(65536):
                self.heard += data


@case("fpm: errors, exceptions, exit and shutdown functions come in PHP's order, and are told", FPM)
def fpm_ends(world):
    (world.pages / "broken.inc").write_text("<?php function {")
    for name, code in ENDS.items():
        (world.pages / f"{name}.php").write_text(PRELUDE + code + "\n")
        world.age(f"{name}.php")
    sink = Sink(world.folder / "daemon.sock")
    report = [*EVERYTHING, f"weft.daemon=unix://{world.folder}/daemon.sock"]
    for engine in ([], world.opcache(), world.opcache("opcache.jit=tracing", "opcache.jit_buffer_size=16M")):
        plain, told = {}, {}
        for settings, answers in ((engine, plain), ([*world.idle(), *engine, *report], told)):
            log = world.folder / "php.log"
            log.unlink(missing_ok=True)
            sink.heard = b""
            with world.fpm(["display_errors=1", "html_errors=0", *settings], "pm = static\npm.max_children = 1") as pages:
                for _ in range(2):
                    for name in ENDS:
                        answers.setdefault(name, []).append(pages.get(name))
                worker = pages.get("pid")
            answers["log"] = re.sub(r"^\[.*?\] ", "", world.log(), flags=re.M)
            if not worker.isdigit():
                raise Failure(f"no worker answers in the end: {worker!r}")
        for name in ENDS:
            # What comes behind fastcgi_finish_request() is for nobody.
            expect_in("(?i)shutdown function\n" if name != "finishes" else "TO THE CLIENT", plain[name][0], name)
        for name in plain:
            expect(told[name], plain[name], f"{name} ({engine or 'without opcache'})")
        for signal in (b"E_USER_DEPRECATED", b"E_ERROR", b"LogicException", b"ParseError", b"php.compile", b"in the end", b"destroyed", b"late"):
            until(lambda signal=signal: signal in sink.heard)
    sink.socket.close()


@case("fpm: workers report the calls that they make", FPM)
def fpm_calls(world):
    rules = world.folder / "time.toml"
    rules.write_text("[[rule]]\ntarget = 'Shop\\price'\nwrapper = \"time\"\n")
    sink = Sink(world.folder / "daemon.sock")
    settings = [f"extension={world.so}", f"weft.rules={rules}", f"weft.daemon=unix://{world.folder}/daemon.sock"]
    for engine in ([], world.opcache()):
        sink.heard = b""
        with world.fpm([*settings, *engine], "pm = static\npm.max_children = 2") as pages:
            for _ in range(4):
                pages.get("app")
            for part in (b"Request", b"Shop\\price", b"Calls"):
                until(lambda part=part: part in sink.heard)
    sink.socket.close()
