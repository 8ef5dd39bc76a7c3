//! A run of `weft run` whose program and whose PHP are played by the test.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use weft_wire::{Calls, Function, Hello, Histogram, Message, PROTOCOL, encode};

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program that weft runs: tells where it was sent, notes its signals, ends when it is told.
const PROGRAM: &str = r#"#!/bin/sh
for signal in HUP INT QUIT USR1 USR2 TERM WINCH; do
    trap "echo $signal >> '$PLAY/signals'" $signal
done
printf %s "$PHP_INI_SCAN_DIR" > "$PLAY/scan_dir.new"
mv "$PLAY/scan_dir.new" "$PLAY/scan_dir"
while [ -d "$PLAY" ] && [ ! -e "$PLAY/exit" ]; do sleep 0.05; done
exit "$(cat "$PLAY/exit")"
"#;

/// `weft` with nothing in its environment that would change what it does.
pub fn weft() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weft"));
    command.env_remove("PHP_INI_SCAN_DIR").env_remove("WEFT_EXTENSION").env("TERM", "xterm");
    command
}

/// A folder for a test, with a file that may pass for the extension.
pub struct Stage {
    dir: TempDir,
}

impl Stage {
    pub fn new() -> Self {
        let stage = Stage {
            dir: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(stage.path("tmp")).unwrap();
        stage.write("libweft.so", "");
        stage
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    pub fn script(&self, name: &str, content: &str) -> PathBuf {
        let path = self.write(name, content);
        fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        path
    }

    /// `weft run` here, with private folders in `tmp`. The caller adds `--` and the program.
    pub fn run(&self, options: &[&str]) -> Command {
        let mut command = weft();
        command
            .current_dir(self.dir.path())
            .env("TMPDIR", self.path("tmp"))
            .args(["run", "--extension", "libweft.so"])
            .args(options);
        command
    }

    /// What weft left behind.
    pub fn leftovers(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.path("tmp")).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

/// A run whose program is [`PROGRAM`].
pub struct Play {
    pub stage: Stage,
    weft: Child,
}

impl Play {
    pub fn start(options: &[&str]) -> Self {
        let stage = Stage::new();
        let command = stage.run(options);
        Play::start_with(stage, command)
    }

    pub fn start_with(stage: Stage, mut command: Command) -> Self {
        let program = stage.script("program", PROGRAM);
        let weft = command
            .env("PLAY", stage.dir.path())
            .arg("--")
            .arg(program)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let play = Play { stage, weft };
        wait_for("the program", || play.stage.path("scan_dir").exists());
        play
    }

    pub fn scan_dir(&self) -> String {
        fs::read_to_string(self.stage.path("scan_dir")).unwrap()
    }

    pub fn private_dir(&self) -> PathBuf {
        let scan_dir = self.scan_dir();
        PathBuf::from(scan_dir.rsplit(':').next().unwrap())
    }

    pub fn ini(&self) -> String {
        fs::read_to_string(self.private_dir().join("weft.ini")).unwrap()
    }

    /// Connects as PHP does: to where the configuration says.
    pub fn connect(&self) -> Client {
        let ini = self.ini();
        let socket = ini
            .lines()
            .find_map(|line| line.strip_prefix("weft.daemon='unix://"))
            .and_then(|rest| rest.strip_suffix('\''));
        Client {
            stream: UnixStream::connect(socket.unwrap()).unwrap(),
        }
    }

    /// A connection that said hello.
    pub fn client(&self) -> Client {
        let mut client = self.connect();
        client.send(&hello(PROTOCOL));
        client
    }

    pub fn signal(&self, name: &str) {
        let pid = self.weft.id().to_string();
        let status = Command::new("kill").args(["-s", name, &pid]).status();
        assert!(status.unwrap().success());
    }

    /// The signals that the program got, once there are `count` of them.
    pub fn signals(&self, count: usize) -> Vec<String> {
        let read = || fs::read_to_string(self.stage.path("signals")).unwrap_or_default();
        wait_for("signals", || read().lines().count() >= count);
        read().lines().map(str::to_owned).collect()
    }

    /// Lets the program end and waits for weft.
    pub fn end(self, code: u8) -> Ended {
        self.stage.write("exit.new", &code.to_string());
        fs::rename(self.stage.path("exit.new"), self.stage.path("exit")).unwrap();
        Ended::wait(self.stage, self.weft)
    }
}

/// What is left when weft has ended.
pub struct Ended {
    pub stage: Stage,
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
    pub waited: Duration,
}

impl Ended {
    pub fn wait(stage: Stage, weft: Child) -> Self {
        let start = Instant::now();
        let output = weft.wait_with_output().unwrap();
        Ended {
            stage,
            status: output.status,
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            waited: start.elapsed(),
        }
    }

    /// Standard error, with a fixed time in the first line of the table.
    pub fn report(&self) -> String {
        let start = self.stderr.find(" in ").expect(&self.stderr);
        let end = start + self.stderr[start..].find(" (").unwrap();
        format!("{} in TIME{}", &self.stderr[..start], &self.stderr[end..])
    }

    pub fn code(&self) -> Option<i32> {
        self.status.code()
    }
}

/// Waits until something is so.
pub fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "waited too long for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A PHP process.
pub struct Client {
    pub stream: UnixStream,
}

impl Client {
    pub fn send(&mut self, message: &Message) {
        let mut bytes = Vec::new();
        encode(message, &mut bytes).unwrap();
        self.stream.write_all(&bytes).unwrap();
    }

    /// Whether weft closes the connection.
    pub fn is_closed(&mut self) -> bool {
        self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // What weft says before is no end. Unread bytes make the closing a reset.
        loop {
            match self.stream.read(&mut [0; 1024]) {
                Ok(1..) => {}
                Ok(0) => return true,
                Err(error) => return !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
            }
        }
    }
}

pub fn hello(protocol: u16) -> Message {
    Message::Hello(Hello {
        protocol,
        pid: 7,
        sapi: "cli".into(),
        php: "8.4.3".into(),
        weft: "9.9.9".into(),
        ..Hello::default()
    })
}

pub fn function(id: u32, name: &str, file: &Path, line: u32, wrapper: &str) -> Function {
    Function {
        id,
        name: name.into(),
        file: file.to_str().unwrap().into(),
        line,
        wrapper: wrapper.into(),
        join: "splice".into(),
        rule: String::new(),
    }
}

/// `calls` calls of `ns` nanoseconds each.
pub fn calls(id: u32, calls: u64, ns: u64) -> Calls {
    let mut durations = Histogram::new();
    for _ in 0..calls {
        durations.record(ns);
    }
    Calls {
        id,
        calls,
        errors: 0,
        total_ns: calls * ns,
        self_ns: calls * ns / 2,
        max_ns: ns,
        durations,
    }
}
