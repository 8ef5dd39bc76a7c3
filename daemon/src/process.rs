//! The program that weft starts: found, started, passed its signals, waited for.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};

use crate::failure::{Failure, NOT_EXECUTABLE, NOT_FOUND, OURS, Result, code_of_signal};
use crate::signals::{Received, Signals};

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By itself, with this code.
    Code(u8),
    /// By a signal of this number.
    Signal(i32),
}

impl Ending {
    /// What weft hands on to the shell.
    pub fn exit_code(self) -> u8 {
        match self {
            Ending::Code(code) => code,
            Ending::Signal(signal) => code_of_signal(signal),
        }
    }
}

impl From<ExitStatus> for Ending {
    fn from(status: ExitStatus) -> Self {
        match (status.code(), status.signal()) {
            (Some(code), _) => Ending::Code(code as u8),
            (None, Some(signal)) => Ending::Signal(signal),
            // A wait reports ends only; stopped programs are not waited for.
            (None, None) => Ending::Code(OURS),
        }
    }
}

/// A program that runs.
#[derive(Debug)]
pub struct Program {
    child: Child,
}

impl Program {
    /// Starts it. Its standard streams are the command's, by default our own.
    ///
    /// # Errors
    /// With exit code 127 if there is no such program and 126 if it cannot be executed.
    pub fn start(mut command: Command) -> Result<Self> {
        match command.spawn() {
            Ok(child) => Ok(Program { child }),
            Err(error) => Err(not_started(command.as_std().get_program(), &error)),
        }
    }

    /// Waits for its end and passes every signal on to it meanwhile. May be dropped while it waits
    /// and called again.
    ///
    /// # Errors
    /// When the operating system cannot tell how the program ended.
    pub async fn end(&mut self, signals: &mut Signals) -> Result<Ending> {
        loop {
            tokio::select! {
                status = self.child.wait() => {
                    return status
                        .map(Ending::from)
                        .map_err(|error| Failure::ours(format!("cannot wait for the program: {error}")));
                }
                signal = signals.next() => self.pass_on(signal),
            }
        }
    }

    fn pass_on(&self, received: Received) {
        // Without an id the program has ended and its number may be another's by now.
        let pid = self.child.id().and_then(|id| Pid::from_raw(id as i32));
        let signal = Signal::from_named_raw(received.number);
        if let (Some(pid), Some(signal), false) = (pid, signal, received.by_terminal) {
            // Fails only if the program belongs to somebody else by now (sudo), as it would for
            // who sent us the signal.
            let _ = kill_process(pid, signal);
        }
    }
}

fn not_started(program: &OsStr, error: &io::Error) -> Failure {
    let name = program.display();
    let (code, message) = match error.kind() {
        io::ErrorKind::NotFound => (NOT_FOUND, format!("{name}: command not found")),
        io::ErrorKind::PermissionDenied => (NOT_EXECUTABLE, format!("{name}: cannot be executed")),
        _ => (NOT_EXECUTABLE, format!("{name}: {error}")),
    };
    Failure { message, code }
}

/// A command from its words.
pub fn command(words: &[OsString]) -> Command {
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_by_a_signal_is_128_and_its_number() {
        assert_eq!(Ending::from(ExitStatus::from_raw(9)).exit_code(), 137);
        assert_eq!(Ending::from(ExitStatus::from_raw(3 << 8)).exit_code(), 3);
    }
}
