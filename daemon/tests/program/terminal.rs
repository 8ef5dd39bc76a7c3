//! On a terminal: the progress line, and keys that send signals.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command};
use std::sync::mpsc;
use std::thread;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::support::{Stage, wait_for};

/// A pseudo-terminal, and what was written to it so far.
struct Terminal {
    keyboard: File,
    output: mpsc::Receiver<Vec<u8>>,
    seen: String,
}

/// Starts a command with a terminal of its own. `setsid` makes it the one that keys send signals
/// to.
fn on_a_terminal(command: &Command) -> (Child, Terminal) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    let side = || File::options().read(true).write(true).open(&name).unwrap();
    let mut with_terminal = Command::new("setsid");
    with_terminal
        .args(["--ctty", "--wait"])
        .arg(command.get_program())
        .args(command.get_args())
        .current_dir(command.get_current_dir().unwrap())
        .env_clear()
        .envs(std::env::vars_os())
        .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .stdin(side())
        .stdout(side())
        .stderr(side());
    let child = with_terminal.spawn().unwrap();
    let keyboard = File::from(master);
    let mut screen = keyboard.try_clone().unwrap();
    let (sender, output) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        // Reading fails when nobody has the terminal open any more.
        while let Ok(length @ 1..) = screen.read(&mut buffer) {
            if sender.send(buffer[..length].to_vec()).is_err() {
                return;
            }
        }
    });
    let terminal = Terminal {
        keyboard,
        output,
        seen: String::new(),
    };
    (child, terminal)
}

impl Terminal {
    fn shows(&mut self, text: &str) {
        wait_for(text, || {
            for piece in self.output.try_iter() {
                self.seen += &String::from_utf8_lossy(&piece);
            }
            self.seen.contains(text)
        });
    }

    fn type_(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).unwrap();
    }
}

#[test]
fn the_progress_line_stands_below_what_the_program_writes() {
    let stage = Stage::new();
    let command = stage.run(&["--", "sh", "-c", "printf 'Name: '; read name; echo \"<$name>\""]);
    let (mut child, mut terminal) = on_a_terminal(&command);
    terminal.shows("Name: ");
    terminal.shows("\x1b[B\r\x1b[2mweft 00:00 · 0 calls · 0 functions\x1b[0m\x1b8");
    terminal.type_(b"Ada\n");
    terminal.shows("<Ada>");
    assert!(child.wait().unwrap().success());
    terminal.shows("Likely reasons:");
}

#[test]
fn quiet_means_no_progress_line() {
    let stage = Stage::new();
    let command = stage.run(&["--quiet", "--", "sleep", "0.5"]);
    let (mut child, mut terminal) = on_a_terminal(&command);
    assert!(child.wait().unwrap().success());
    terminal.shows("Likely reasons:");
    assert!(!terminal.seen.contains("0 calls ·"), "{}", terminal.seen);
}

#[test]
fn ctrl_c_reaches_the_program_once() {
    let stage = Stage::new();
    let script = "trap 'echo caught; n=$((n+1))' INT\n\
                  echo ready\n\
                  while [ ! \"$n\" ]; do sleep 0.05; done\n\
                  sleep 0.3; sleep 0.3\n\
                  exit $((n + 40))";
    let command = stage.run(&["--quiet", "--", "sh", "-c", script]);
    let (mut child, mut terminal) = on_a_terminal(&command);
    terminal.shows("ready");
    terminal.type_(b"\x03");
    terminal.shows("caught");
    assert_eq!(child.wait().unwrap().code(), Some(41));
    assert!(stage.leftovers().is_empty());
}
