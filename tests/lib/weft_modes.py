"""What the cases of tests/modes stand on: a small application, PHP in all its servers, and a list of cases."""

import http.client
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from weft_tests import CACHE, LIB, Trouble, clean_environment, need  # noqa: F401

LIBRARY = r"""<?php
namespace Shop;

function price(int $n): int
{
    return $n * 2;
}
function seven(): int { return 7; }
class Cart
{
    private int $sum = 0;
    public function add(int $n): static { $this->sum += $n; return $this; }
    public function sum(): int { return $this->sum; }
}
function watched(): string { return 'watched'; }
"""
APPLICATION = r"""<?php
namespace Shop;

require_once __DIR__ . '/library.php';
function local(): string { return 'local'; }

echo price(2), ' ', seven(), ' ', (new Cart)->add(3)->sum(), ' ', local();
ob_start();
for ($i = $sum = 0; $i < 300; $i++) {
    $sum += price($i);
}
$marks = substr_count(ob_get_clean(), '[');
echo ' ', $marks, '/', $sum, "\n";
"""
# The same, and how many functions this process has woven: none, when all came from a cache.
COUNTING = r"""<?php
require __DIR__ . '/app.php';
ob_start();
(new ReflectionExtension('weft'))->info();
preg_match('/Functions woven in this process\W+(\d+)/', strip_tags(ob_get_clean()), $found);
echo "woven here: $found[1]\n";
"""
HOOKING = r"""<?php
require_once __DIR__ . '/library.php';
if (function_exists('Weft\hook')) {
    Weft\hook('Shop\watched', before: function () { echo 'before '; }, after: function () { echo 'after '; });
}
echo Shop\watched(), "\n";
"""
TEMPLATE = "<?php\nreturn static function (string $with = 'A'): mixed {\n    echo '%s', $with, ']';\n    return \\Weft\\proceed();\n};\n"

PLAIN = "4 7 3 local 0/89700\n"
HOOKED = "before after watched\n"


def woven(mark="A", opening="["):
    """What the application prints with every function woven."""
    sign = f"{opening}{mark}]"
    return f"{sign}4 {sign}7 {sign}{sign}3 {sign}local {300 * opening.count('[')}/89700\n"


class Failure(Exception):
    """A case did not come out as it must."""


def expect(found, expected, what="output"):
    if found != expected:
        raise Failure(f"{what}: found\n{found!r}\nexpected\n{expected!r}")


def expect_in(part, text, what="output"):
    if not re.search(part, text):
        raise Failure(f"{what}: found\n{text}\nexpected something like\n{part}")


def until(answer, seconds=15, pause=0.05):
    """The first answer that is true."""
    end = time.monotonic() + seconds
    while not (found := answer()):
        if time.monotonic() > end:
            raise Failure(f"nothing after {seconds} s")
        time.sleep(pause)
    return found


CASES = []


def case(name, *packages):
    """Marks a function as a case, with the Debian packages that it needs."""
    def add(function):
        CASES.append((name, packages, function))
        return function
    return add


def debian_files(package):
    """The unpacked files of a Debian package that must not be installed, because that would switch it on for every PHP."""
    with FETCHING:
        return fetched(package)


FETCHING = threading.Lock()


def fetched(package):
    folder = CACHE / "debs"
    folder.mkdir(parents=True, exist_ok=True)
    policy = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True).stdout
    version = (re.search(r"Candidate: (\S+)", policy) or [None, "(none)"])[1]
    if version == "(none)":
        raise Trouble(f"apt knows no package {package}; run apt-get update")
    files = folder / f"{package}_{re.sub(r'[^0-9A-Za-z.~+-]', '_', version)}"
    if not files.is_dir():
        scratch = folder / f"{package}.{os.getpid()}"
        scratch.mkdir()
        try:
            got = subprocess.run(["apt-get", "-q", "download", package], cwd=scratch, capture_output=True, text=True)
            debs = list(scratch.glob("*.deb"))
            if got.returncode != 0 or len(debs) != 1:
                raise Trouble(f"{package} cannot be fetched:\n{got.stdout}{got.stderr}")
            subprocess.run(["dpkg-deb", "-x", debs[0], scratch / "files"], check=True)
            (scratch / "files").rename(files)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return files


def program(*names):
    for name in names:
        if found := shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin"):
            return found
    raise Trouble(f"{names[0]} is missing")


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


class World:
    """A case's folder with the application, the template, and everything that runs there."""

    def __init__(self, folder, php, so):
        self.folder, self.php, self.so = folder, php, so
        self.release = ".".join(php.version.split(".")[:2])
        self.pages = folder / "pages"
        self.templates = folder / "templates"
        for made in (folder, self.pages, self.templates):
            made.mkdir()
            made.chmod(0o755)
        self.count = 0
        for name, text in (("library", LIBRARY), ("app", APPLICATION), ("counting", COUNTING), ("hooking", HOOKING),
                           ("pid", "<?php echo getmypid();")):
            (self.pages / f"{name}.php").write_text(text)
            self.age(f"{name}.php")
        self.template()
        self.running = []

    def age(self, page, seconds=3600):
        """A page that opcache does not take for one that is still being written."""
        then = time.time() - seconds
        os.utime(self.pages / page, (then, then))

    def page(self, name):
        return str(self.pages / f"{name}.php")

    def template(self, opening="["):
        (self.templates / "mark.php").write_text(TEMPLATE % opening)

    def rules(self, mark="A", more="", file="weft.toml"):
        path = self.folder / file
        path.write_text(f"""[[rule]]
target = ['Shop\\*', 'Shop\\*::*', '!Shop\\watched']
wrapper = "mark"
with = "{mark}"
{more}
[[rule]]
target = 'Shop\\watched'
wrapper = "observe"
""")
        return path

    def weft(self, *more, mark="A", extra=""):
        """The settings that load weft with rules."""
        return [f"extension={self.so}", f"weft.rules={self.rules(mark, extra)}", f"weft.wrappers_path={self.templates}", *more]

    def idle(self):
        return [f"extension={self.so}"]

    def opcache(self, *more):
        return [*self.php.loads("opcache", bare=True), "opcache.enable=1", "opcache.enable_cli=1", "opcache.jit=disable", "opcache.file_update_protection=0",
                "opcache.revalidate_freq=0", f"opcache.lockfile_path={self.folder}", *more]

    def ini(self, settings, name=None):
        """A php.ini with these settings alone."""
        self.count += 1
        folder = self.folder / (name or f"ini-{self.count}")
        folder.mkdir(exist_ok=True)
        text = f"error_log={self.folder}/php.log\nlog_errors=1\ndate.timezone=UTC\nmemory_limit=256M\n"
        for setting in settings:
            key, value = setting.split("=", 1)
            text += f"{key}=\"{value}\"\n"
        (folder / "php.ini").write_text(text)
        return folder / "php.ini"

    def environment(self, **more):
        return clean_environment(PHP_INI_SCAN_DIR="", TMPDIR=self.folder, LC_ALL="C.UTF-8", TZ="UTC", **more)

    def log(self):
        path = self.folder / "php.log"
        return path.read_text(errors="replace") if path.is_file() else ""

    def run(self, command, *, stdin="", environment=None, code=0, errors=False):
        """Runs a command and returns what it prints."""
        run = subprocess.run([str(part) for part in command], input=stdin, capture_output=True, text=True, errors="replace", timeout=60,
                             env=self.environment(**(environment or {})), cwd=self.folder)
        if run.returncode != code:
            raise Failure(f"{' '.join(map(str, command))}: exit code {run.returncode}, expected {code}\n{run.stdout}{run.stderr}{self.log()}")
        return run.stdout + (run.stderr if errors else "")

    def cli(self, *arguments, settings, **options):
        """`php` with these settings."""
        return self.run([self.php.binary, "-c", self.ini(settings), *arguments], **options)

    def start(self, command, environment=None, **options):
        """Starts a server; it ends with the case."""
        with open(self.folder / "servers.log", "ab") as log:
            process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                       env=self.environment(**(environment or {})), cwd=self.folder, **options)
        self.running.append(process)
        return process

    def stop(self, process, how=signal.SIGTERM):
        if process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        if process in self.running:
            self.running.remove(process)

    def close(self):
        for process in list(self.running):
            self.stop(process)

    def server_log(self):
        return "".join((self.folder / name).read_text(errors="replace") for name in ("servers.log", "fpm.log", "apache.log", "php.log") if (self.folder / name).is_file())

    # --- servers ---

    def answers(self, process, port_or_socket):
        """Waits until somebody listens."""
        def ask():
            if process.poll() is not None:
                raise Failure(f"the server does not start:\n{self.server_log()}")
            try:
                connect(port_or_socket).close()
                return True
            except OSError:
                return False
        until(ask)

    @contextmanager
    def http_server(self, settings):
        """`php -S`."""
        port = free_port()
        process = self.start([self.php.binary, "-c", self.ini(settings), "-S", f"127.0.0.1:{port}", "-t", self.pages])
        self.answers(process, port)
        yield Http(port)
        self.stop(process)

    @contextmanager
    def fpm(self, settings, pool="pm = static\npm.max_children = 2", environment=None):
        """php-fpm; the answer asks it for pages, and knows the master's process."""
        near = self.folder / f"fpm{len(self.running)}.sock"
        conf = self.folder / f"{near.name}.conf"
        conf.write_text(f"[global]\nerror_log = {self.folder}/fpm.log\ndaemonize = no\n[www]\nlisten = {near}\n{pool}\nclear_env = no\ncatch_workers_output = yes\n")
        root = ["--allow-to-run-as-root"] if os.getuid() == 0 else []
        process = self.start([program(f"php-fpm{self.release}", "php-fpm"), "--nodaemonize", *root, "-c", self.ini(settings, near.stem), "--fpm-config", conf], environment=environment)
        self.answers(process, str(near))
        pages = FastCgi(str(near), self.pages)
        pages.process = process
        yield pages
        self.stop(process)


def connect(port_or_socket):
    if isinstance(port_or_socket, int):
        return socket.create_connection(("127.0.0.1", port_or_socket), 10)
    it = socket.socket(socket.AF_UNIX)
    it.settimeout(10)
    try:
        it.connect(port_or_socket)
    except OSError:
        it.close()
        raise
    return it


class Http:
    def __init__(self, port):
        self.port = port

    def get(self, page):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", f"/{page}.php")
            return connection.getresponse().read().decode(errors="replace")
        finally:
            connection.close()


class FastCgi:
    """As much of a FastCGI client as it takes to ask for a page."""

    def __init__(self, where, pages):
        self.where, self.pages = where, pages

    def get(self, page):
        script = f"{self.pages}/{page}.php"
        fields = {"GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "GET", "SCRIPT_FILENAME": script, "SCRIPT_NAME": f"/{page}.php", "REQUEST_URI": f"/{page}.php",
                  "QUERY_STRING": "", "SERVER_PROTOCOL": "HTTP/1.1", "REDIRECT_STATUS": "200", "DOCUMENT_ROOT": str(self.pages)}
        pairs = b"".join(struct.pack(">II", len(k) | 1 << 31, len(v) | 1 << 31) + k.encode() + v.encode() for k, v in fields.items())
        record = lambda kind, content: struct.pack(">BBHHBB", 1, kind, 1, len(content), 0, 0) + content
        with connect(self.where) as it:
            it.sendall(record(1, struct.pack(">HB5x", 1, 0)) + record(4, pairs) + record(4, b"") + record(5, b""))
            stream, out = it.makefile("rb"), b""
            while len(head := stream.read(8)) == 8:
                _, kind, _, length, padding, _ = struct.unpack(">BBHHBB", head)
                content = stream.read(length)
                stream.read(padding)
                if kind == 6:
                    out += content
                elif kind == 3:
                    return out.partition(b"\r\n\r\n")[2].decode(errors="replace")
        raise OSError("the connection ended in the middle of an answer")
