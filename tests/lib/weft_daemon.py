"""A `weft daemon`, a php-fpm that reports to it, and visitors: for the tests of the daemon."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from weft_fastcgi import Connection, request
from weft_tests import Trouble, clean_environment, need


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(self.path)


class Daemon:
    """One daemon after the other at the same place."""

    def __init__(self, program, folder, http="", config="", **environment):
        self.program, self.folder = program, folder
        folder.mkdir(exist_ok=True)
        self.socket = folder / "weft.sock"
        self.file = folder / "daemon.toml"
        # What top-level keys there are stands before the first table.
        self.file.write_text(f"listen = ['{self.address}']\n{config}\n")
        self.http, self.environment, self.process = http, environment, None
        self.log = folder / "daemon.log"

    @property
    def address(self):
        return f"unix://{self.socket}"

    def start(self, prefix=()):
        command = [*prefix, str(self.program), "daemon", "--config", str(self.file), "--http", self.http]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                            env=clean_environment(**self.environment))
        try:
            self.wait()
        except Trouble:
            self.kill()
            raise
        return self

    def wait(self, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                self.status()
                return
            if self.process is not None and self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise Trouble(f"the daemon does not answer:\n{self.log.read_text(errors='replace')[-3000:] if self.log.exists() else ''}")

    def ask(self, path, body=None):
        connection = UnixConnection(f"{self.socket}.ctl")
        try:
            connection.request("GET" if body is None else "POST", path, body, {"content-type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise Trouble(f"{path}: {answer.status} {text.decode(errors='replace')}")
            return json.loads(text)
        finally:
            connection.close()

    def status(self):
        return self.ask("/api/status")

    def requests(self):
        return self.status()["taken"]["requests"]

    def settled(self, seconds=10):
        """The status when nothing more has come for a moment."""
        end, before = time.monotonic() + seconds, None
        while time.monotonic() < end:
            status = self.status()
            if before is not None and status["taken"] == before["taken"]:
                return status
            before = status
            time.sleep(0.3)
        return before

    def memory(self):
        """In megabytes, what is resident."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(text.split("VmRSS:")[1].split()[0]) / 1024

    def cpu(self):
        """Seconds of the processor so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Ends it as systemd would; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()
                return -9
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def fpm_program(php):
    version = ".".join(php.version.split(".")[:2])
    names = (f"php-fpm{version}", "php-fpm")
    found = next((found for name in names if (found := shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin"))), None)
    if not found:
        need(f"php{version}-fpm")
        found = shutil.which(names[0], path="/usr/sbin:/sbin")
    return found


class Fpm:
    """A php-fpm of its own, on a Unix socket."""

    def __init__(self, php, so, folder, workers, settings, environment=None):
        folder.mkdir(exist_ok=True)
        self.folder, self.socket, self.log = folder, folder / "fpm.sock", folder / "fpm.log"
        run_as = "user = root\ngroup = root\n" if os.getuid() == 0 else ""
        (folder / "fpm.conf").write_text(f"""[global]
error_log = {self.log}
daemonize = no
process_control_timeout = 10
[www]
{run_as}listen = {self.socket}
listen.backlog = 4096
pm = static
pm.max_children = {workers}
catch_workers_output = yes
""")
        settings = {"extension": so, "zend_extension": "opcache", "opcache.enable": 1, "error_log": folder / "php.log", "log_errors": 1, **settings}
        directives = [part for name, value in settings.items() for part in ("-d", f"{name}={value}")]
        command = [fpm_program(php), "-n", "-y", str(folder / "fpm.conf"), *(["--allow-to-run-as-root"] if os.getuid() == 0 else []), *directives]
        self.output = open(folder / "fpm.out", "ab")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output, start_new_session=True, env=clean_environment(**environment or {}))
        for _ in range(400):
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(self.socket))
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise Trouble(f"php-fpm does not answer:\n{(folder / 'fpm.out').read_text()[-2000:]}")

    def php_log(self):
        log = self.folder / "php.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.output.close()


class Load:
    """Visitors that do not pause: each has a connection for each request, as nginx has. `stop()` tells how many came, what failed and
    how long each took."""

    def __init__(self, address, script, visitors=8, pause=0.0):
        self.address, self.message, self.pause = address, request(str(script)), pause
        self.times, self.failures, self.over = [], [], False
        self.threads = [threading.Thread(target=self.visit) for _ in range(visitors)]
        for thread in self.threads:
            thread.start()

    def visit(self):
        while not self.over and len(self.failures) <= 50:
            self.visit_once()
            if self.pause:
                time.sleep(self.pause)

    def visit_once(self):
        began = time.monotonic()
        try:
            with contextlib.closing(OneRequest(self.address)) as connection:
                answer = connection.ask(self.message)
            if not answer.endswith("done"):
                raise ValueError(f"answered {answer[-200:]!r}")
            self.times.append(time.monotonic() - began)
        except Exception as error:      # whatever it is, a visitor has seen it
            self.failures.append(str(error))

    def stop(self):
        self.over = True
        for thread in self.threads:
            thread.join()
        return self

    @property
    def answered(self):
        return len(self.times)

    def percentile(self, share):
        """In milliseconds."""
        return sorted(self.times)[min(int(len(self.times) * share), len(self.times) - 1)] * 1000 if self.times else 0.0


class OneRequest(Connection):
    """The response is over when its last byte is there, whatever the worker does behind it."""


def application(folder):
    """A page that calls a hundred functions of which one fails."""
    folder.mkdir(exist_ok=True)
    functions = "".join(f"function shop_{number}($x) {{ return $x + {number}; }}\n" for number in range(98))
    script = folder / "page.php"
    script.write_text(f"<?php\n{functions}function shop_fails() {{ throw new RuntimeException('no'); }}\n"
                      "function shop_page() { for ($i = 0; $i < 98; $i++) { ('shop_' . $i)($i); } try { shop_fails(); } catch (Exception $e) {} return 'done'; }\n"
                      "echo shop_page();\n")
    return script


def frame(body):
    return len(body).to_bytes(4, "big") + body


def connected(address):
    it = socket.socket(socket.AF_UNIX)
    it.settimeout(10)
    it.connect(str(address))
    return it


def closed(it):
    """Does the other side close it? What it says before is returned with it."""
    said = b""
    try:
        while piece := it.recv(65536):
            said += piece
        return True, said
    except TimeoutError:
        return False, said
    except OSError:
        return True, said
