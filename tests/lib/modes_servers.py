"""Cases of tests/modes: every server interface of PHP."""

import os
import re
import signal

from weft_modes import HOOKED, PLAIN, Failure, case, debian_files, expect, expect_in, program, until, woven

CGI, FPM = "php*-cgi", "php*-fpm"


@case("cli: php FILE, with both joins")
def cli_file(world):
    for join in ("auto", "call"):
        expect(world.cli(world.page("app"), settings=world.weft(f"weft.join={join}")), woven())
        expect(world.cli(world.page("hooking"), settings=world.weft(f"weft.join={join}")), HOOKED)


@case("cli: php -r, standard input, -B, -R and -E")
def cli_code(world):
    code = "namespace Shop; function f() { return 1; } echo f();"
    expect(world.cli("-r", code, settings=world.weft()), "[A]1")
    expect(world.cli(settings=world.weft(), stdin=f"<?php {code}"), "[A]1")
    expect(world.cli("-B", "eval('namespace Shop; function f() { return 1; }');", "-R", "echo Shop\\f(), $argn;", "-E", "echo Shop\\f();", settings=world.weft(), stdin="x\ny\n"),
           "[A]1x[A]1y[A]1")
    expect(world.cli("-R", "namespace Shop; $f = function () {}; echo $argi;", settings=world.weft(), stdin="x\ny\n"), "12")


@case("cli: auto_prepend_file and auto_append_file")
def cli_prepend(world):
    (world.pages / "last.php").write_text("<?php namespace Shop; function last() { return 'last'; } echo last();")
    expect(world.cli(world.page("app"), settings=world.weft(f"auto_prepend_file={world.page('library')}", f"auto_append_file={world.page('last')}")), woven() + "[A]last")


@case("cli-server: many requests to one process")
def cli_server(world):
    for settings in (world.weft(), world.weft() + world.opcache()):
        with world.http_server(settings) as pages:
            for _ in range(4):
                expect(pages.get("app"), woven())
                expect(pages.get("hooking"), HOOKED)


@case("cgi: one process for each request", CGI)
def cgi(world):
    php_cgi = program(f"php-cgi{world.release}", "php-cgi")
    ini = world.ini(world.weft())
    for page, expected in (("app", woven()), ("hooking", HOOKED)):
        expect(world.run([php_cgi, "-q", "-c", ini, world.page(page)]), expected)


@case("cgi: FastCGI, children that are replaced", CGI)
def fast_cgi(world):
    from weft_modes import FastCgi
    near = f"{world.folder}/cgi.sock"
    process = world.start([program(f"php-cgi{world.release}", "php-cgi"), "-c", world.ini(world.weft() + world.opcache()), "-b", near],
                          environment={"PHP_FCGI_CHILDREN": 2, "PHP_FCGI_MAX_REQUESTS": 3})
    world.answers(process, near)
    pages = FastCgi(near, world.pages)
    for _ in range(10):
        expect(pages.get("app"), woven())
        expect(pages.get("hooking"), HOOKED)
    world.stop(process)


@case("fpm: several workers", FPM)
def fpm_workers(world):
    for settings in (world.weft(), world.weft("opcache.protect_memory=1") + world.opcache()):
        with world.fpm(settings) as pages:
            workers = set()
            for _ in range(12):
                expect(pages.get("app"), woven())
                expect(pages.get("hooking"), HOOKED)
                workers.add(pages.get("pid"))
            if len(workers) < 2:
                raise Failure(f"only {workers} answered")


@case("fpm: workers that are replaced weave with the rules and templates of the start", FPM)
def fpm_replaced(world):
    for settings in (world.weft(), world.weft() + world.opcache()):
        world.template()
        world.rules()
        with world.fpm(settings, "pm = static\npm.max_children = 2\npm.max_requests = 3") as pages:
            workers = set()

            def ask():
                for _ in range(8):
                    expect(pages.get("app"), woven())
                    workers.add(pages.get("pid"))
            ask()
            # Nothing of this is asked for before the reload; the pages are compiled again.
            world.template("{")
            world.rules("B")
            for number, page in enumerate(("app.php", "library.php")):
                world.age(page, 1800 + number)
            ask()
            if len(workers) < 4:
                raise Failure(f"only {workers} answered")


@case("fpm: a reload brings new rules", FPM)
def fpm_reload(world):
    with world.fpm(world.weft() + world.opcache()) as pages:
        expect(pages.get("app"), woven())
        world.rules("B")
        for mark in ("B", "C"):
            before = pages.get("pid")
            world.rules(mark)
            pages.process.send_signal(signal.SIGUSR2)

            def reloaded():
                try:
                    return pages.get("pid") not in (before, "") and pages.get("app") == woven(mark)
                except OSError:
                    return False
            until(reloaded)
            for _ in range(4):
                expect(pages.get("app"), woven(mark))
                expect(pages.get("hooking"), HOOKED)


@case("fpm: a rules file that is missing", FPM)
def fpm_broken(world):
    settings = [f"extension={world.so}", f"weft.rules={world.folder}/missing.toml"]
    with world.fpm(settings) as pages:
        for _ in range(3):
            expect(pages.get("app"), PLAIN)
    expect_in(r"weft: .*missing\.toml.*weft is off", world.log(), "log")
    expect_in(r"(?s)State => off: .*Error => .*missing\.toml", world.cli("--ri", "weft", settings=settings))


@case("mod_php: requests, graceful restarts, new rules", "apache2-bin")
def mod_php(world):
    module = debian_files(f"libapache2-mod-php{world.release}") / f"usr/lib/apache2/modules/libphp{world.release}.so"
    for settings in (world.weft, lambda **o: world.weft(**o) + world.opcache()):
        apache(world, module, settings)


def apache(world, module, settings):
    from weft_modes import Http, free_port
    port = free_port()
    modules = "/usr/lib/apache2/modules"
    user = "User nobody\nGroup nogroup\n" if os.getuid() == 0 else ""
    world.ini(settings(mark="A"), "apache")
    (world.folder / "php.log").touch()
    (world.folder / "php.log").chmod(0o666)
    (world.folder / "apache.conf").write_text(f"""
ServerRoot {world.folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {world.folder}/apache.pid
DefaultRuntimeDir {world.folder}
ErrorLog {world.folder}/apache.log
{user}LoadModule mpm_prefork_module {modules}/mod_mpm_prefork.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule php_module {module}
PHPIniDir {world.folder}/apache
DocumentRoot {world.pages}
StartServers 2
MinSpareServers 1
MaxSpareServers 2
MaxRequestWorkers 2
MaxConnectionsPerChild 9
<FilesMatch "\\.php$">
    SetHandler application/x-httpd-php
</FilesMatch>
""")
    process = world.start([program("apache2"), "-f", world.folder / "apache.conf", "-DFOREGROUND"])
    world.answers(process, port)
    pages = Http(port)

    def see(mark):
        for _ in range(6):
            expect(pages.get("app"), woven(mark))
            expect(pages.get("hooking"), HOOKED)
    see("A")
    for mark in ("B", "C"):
        world.rules(mark)
        process.send_signal(signal.SIGUSR1)

        def restarted():
            try:
                return pages.get("app") == woven(mark)
            except OSError:
                return False
        until(restarted)
        see(mark)
    world.stop(process)


@case("phpdbg: scripts run, breakpoints are where they were", "php*-phpdbg")
def phpdbg(world):
    binary = program(f"phpdbg{world.release}", "phpdbg")
    expect(world.run([binary, "-c", world.ini(world.weft()), "-qrr", world.page("app")]), woven())
    expect(world.run([binary, "-c", world.ini(world.weft()), "-qrr", world.page("hooking")]), HOOKED)
    stops = {}
    for settings in ([], world.weft(), world.weft("weft.join=call")):
        commands = "".join(f"b {world.page('library')}:{line}\n" for line in (6, 8)) + "b Shop\\Cart::sum\nrun\n" + 5 * "continue\n" + "clear\ncontinue\nquit\n"
        text = world.run([binary, "-c", world.ini(settings), "-q", "-b", world.page("app")], stdin=commands)
        stops[" ".join(settings[3:]) or str(bool(settings))] = re.findall(r"\[Breakpoint #\d+ (?:at|in) [^,]*", text)
        if settings:
            expect_in(r"\[A\]", text)
    for found in stops.values():
        # The loop stops again and again; and joined by call there are two functions, in both of which phpdbg stops.
        plain = list(dict.fromkeys(stops["False"]))
        expect(len(plain), 3, "stops of plain PHP")
        expect(list(dict.fromkeys(found)), plain, "breakpoints")


@case("idle: without rules every server answers the same bytes, and hooks fire", CGI, FPM, "php*-phpdbg")
def idle(world):
    engines = (lambda *more: list(more), lambda *more: [*more, *world.opcache()])
    for engine in engines:
        for settings, hooked in ((engine(), "watched\n"), (engine(*world.idle()), HOOKED)):
            # What opcache has without a wrapper is woven from the next request on.
            first = "watched\n" if engine() else hooked
            for page, expected in (("app", PLAIN), ("hooking", first)):
                expect(world.cli(world.page(page), settings=settings), expected)
                for name in ("php-cgi", "phpdbg"):
                    arguments = ["-q"] if name == "php-cgi" else ["-qrr"]
                    expect(world.run([program(name), *arguments, "-c", world.ini(settings), world.page(page)]), expected, name)
            for server in (world.http_server, world.fpm):
                with server(settings) as pages:
                    expect(pages.get("hooking"), first)
                    for _ in range(3):
                        expect(pages.get("app"), PLAIN)
                        expect(pages.get("hooking"), hooked)
