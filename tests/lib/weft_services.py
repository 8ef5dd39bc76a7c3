"""Real servers for tests: MariaDB, Redis, Memcached and an HTTP server, each with a folder of its own, on a socket or a free port
of the loopback interface, started here and stopped here. Nothing is started by the system's services."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from weft_modes import debian_files, free_port
from weft_tests import Trouble, clean_environment, need


def wait_until(answers, process, log, seconds=60):
    for _ in range(seconds * 20):
        if process.poll() is not None:
            raise Trouble(f"{process.args[0]} ended: exit code {process.returncode}\n{log.read_text(errors='replace')[-3000:]}")
        if answers():
            return
        time.sleep(0.05)
    raise Trouble(f"{process.args[0]} does not answer\n{log.read_text(errors='replace')[-3000:]}")


@contextlib.contextmanager
def running(command, folder, answers, how=signal.SIGTERM, **options):
    """The command runs as long as the block does."""
    log = folder / f"{Path(str(command[0])).name}.log"
    with open(log, "ab") as output:
        process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder,
                                   start_new_session=True, **{"env": clean_environment(), **options})
    try:
        wait_until(answers, process, log)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def program(name):
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not found:
        raise Trouble(f"{name} is missing")
    return found


def speaks(connect):
    """Does somebody accept connections there?"""
    import socket
    kind, address = connect
    with socket.socket(kind) as it:
        it.settimeout(1)
        try:
            it.connect(address)
            return True
        except OSError:
            return False


@contextlib.contextmanager
def mariadb(folder):
    """A MariaDB with an empty database `weft` and a user `root` without a password; gives its socket."""
    import socket
    need("mariadb-server-core", "mariadb-client-core")
    folder.mkdir()
    data, at = folder / "data", folder / "mariadb.sock"
    user = ["--user=root"] if os.getuid() == 0 else []
    made = subprocess.run([program("mariadb-install-db"), "--no-defaults", *user, f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"],
                          capture_output=True, text=True, cwd=folder)
    if made.returncode != 0:
        raise Trouble(f"mariadb-install-db fails:\n{made.stdout}{made.stderr}")
    server = [program("mariadbd"), "--no-defaults", *user, f"--datadir={data}", f"--socket={at}", "--bind-address=127.0.0.1", f"--port={(port := free_port())}",
              f"--pid-file={folder}/pid", "--skip-log-bin", "--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0", "--local-infile=1",
              "--max-connections=100"]
    with running(server, folder, lambda: speaks((socket.AF_UNIX, str(at)))):
        client = [program("mariadb"), "--no-defaults", "-u", "root", "-S", at]
        subprocess.run([*client, "-e", "CREATE DATABASE weft; CREATE DATABASE test"], check=True)
        at.chmod(0o777)
        yield at, port


@contextlib.contextmanager
def redis(folder):
    """A Redis that keeps nothing; gives its port. Its program is also that which checks its files, under another name."""
    import socket
    need("redis-tools")
    folder.mkdir()
    port = free_port()
    server = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
    with running(server, folder, lambda: speaks((socket.AF_INET, ("127.0.0.1", port))), executable=program("redis-check-rdb")):
        yield port


@contextlib.contextmanager
def memcached(folder):
    """A Memcached; gives its port. Unpacked, because the package would start it with the machine."""
    import socket
    need("libevent-2.1-7")
    folder.mkdir()
    port = free_port()
    binary = debian_files("memcached") / "usr/bin/memcached"
    user = ["-u", "root"] if os.getuid() == 0 else []
    with running([binary, "-l", "127.0.0.1", "-p", port, "-m", "16", *user], folder, lambda: speaks((socket.AF_INET, ("127.0.0.1", port)))):
        yield port


@contextlib.contextmanager
def http(folder, php):
    """PHP's own HTTP server, without weft; gives its port. /status/N answers so, /slow waits a little, all else says what was asked."""
    import socket
    folder.mkdir()
    port = free_port()
    (folder / "index.php").write_text("""<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (preg_match('~^/status/(\\d+)$~', $path, $found)) {
    http_response_code((int) $found[1]);
}
if ($path === '/slow') {
    usleep(100000);
}
echo $_SERVER['REQUEST_METHOD'], ' ', $path;
""")
    with running([php.binary, "-n", "-S", f"127.0.0.1:{port}", folder / "index.php"], folder, lambda: speaks((socket.AF_INET, ("127.0.0.1", port))), signal.SIGINT,
                 env=clean_environment(PHP_CLI_SERVER_WORKERS="4")):
        yield port


def library(php, package, name):
    """The file of an extension that is not switched on for every PHP of the machine."""
    release = ".".join(php.version.split(".")[:2])
    files = list(debian_files(f"php{release}-{package}").glob(f"usr/lib/php/*/{name}.so"))
    if len(files) != 1:
        raise Trouble(f"php{release}-{package} has no {name}.so")
    return files[0]
